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

/** When a client that still runs at the deadline has noticed FIN. */
final class EofHangTest {
  private static final Situations CLIENTS = Situations.clients("tcp");

  @ParameterizedTest
  @CsvSource({
    // it goes on as if nothing had happened
    "'', 5, true",
    // it has closed the connection, and may wait before it tries again, but not for ever
    "FIN_RECEIVED, 5, false",
    "FIN_RECEIVED, 12, true",
    // it tries again
    "OPENED, 5, false",
    "OPENED, 12, false",
  })
  void closingIsNotEnoughForEver(String reaction, int seconds, boolean shown) {
    assertEquals(shown, new EofHang().shows(hung(CLIENTS.exchange("baseline"), reaction, seconds)));
  }

  /** A client that had ended its own direction before tells nothing when it closes. */
  @ParameterizedTest
  @CsvSource({"true, 5, true", "false, 5, false", "false, 12, true"})
  void closingAfterAHalfCloseIsSeenInTheKernel(boolean holds, int seconds, boolean shown) {
    Exchange exchange = CLIENTS.exchange("baseline");
    History history = new History();
    history.record(HungClients.event(Kind.FIN_RECEIVED, Direction.TO_SERVER));
    history.record(HungClients.event(Kind.FIN_DELIVERED, Direction.TO_CLIENT));
    assertEquals(shown, new EofHang().shows(HungClients.trial(exchange, history, seconds, holds)));
  }

  /** Each case ends at its deadline. */
  @ParameterizedTest
  @CsvSource({"'', FAIL", "FIN_RECEIVED, FAIL", "OPENED, PASS"})
  void oneThatHasClosedIsGivenMoreTime(String reaction, Verdict verdict) throws Exception {
    Lab lab =
        Situations.lab(
            CLIENTS.of(), exchange -> hung(exchange, reaction, exchange.deadline().toSeconds()));
    assertEquals(verdict, new EofHang().examine(lab).verdict());
  }

  private static Trial hung(Exchange exchange, String reaction, long seconds) {
    History history = new History();
    history.record(HungClients.event(Kind.FIN_DELIVERED, Direction.TO_CLIENT));
    if (!reaction.isEmpty()) {
      history.record(HungClients.event(Kind.valueOf(reaction), Direction.TO_SERVER));
    }
    return HungClients.trial(exchange, history, seconds, true);
  }
}
