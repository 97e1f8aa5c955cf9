package sockproof.harness.check.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situations;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.judge.Verdict;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.TraceEvent.Kind;

/** When a client that still runs at the deadline has noticed a reset. */
final class ResetHangTest {
  private static final Situations CLIENTS = Situations.clients("tcp");

  @ParameterizedTest
  @CsvSource({
    // it holds the socket still
    "true, false, 5, true",
    // it has closed it, and may wait before it tries again, but not for ever
    "false, false, 5, false",
    "false, false, 12, true",
    // it tries again
    "true, true, 5, false",
    "false, true, 12, false",
  })
  void closingIsNotEnoughForEver(boolean holds, boolean again, int seconds, boolean shown) {
    assertEquals(
        shown, new ResetHang().shows(hung(CLIENTS.exchange("baseline"), holds, again, seconds)));
  }

  /** Each case ends at its deadline. */
  @ParameterizedTest
  @CsvSource({"true, false, FAIL", "false, false, FAIL", "false, true, PASS"})
  void oneThatHasClosedIsGivenMoreTime(boolean holds, boolean again, Verdict verdict)
      throws Exception {
    Lab lab =
        Situations.lab(
            CLIENTS.of(),
            exchange -> hung(exchange, holds, again, exchange.deadline().toSeconds()));
    assertEquals(verdict, new ResetHang().examine(lab).verdict());
  }

  private static Trial hung(Exchange exchange, boolean holds, boolean again, long seconds) {
    History history = new History();
    history.record(HungClients.event(Kind.RESET_DELIVERED, Direction.TO_CLIENT));
    if (again) {
      history.record(HungClients.event(Kind.OPENED, Direction.TO_SERVER));
    }
    return HungClients.trial(exchange, history, seconds, holds);
  }
}
