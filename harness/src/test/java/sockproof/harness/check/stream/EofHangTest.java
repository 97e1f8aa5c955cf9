package sockproof.harness.check.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.harness.check.Behaviour;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situations;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.SubjectEvidence;
import sockproof.harness.judge.Verdict;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.TraceEvent.Kind;

/** When a client that still runs at the deadline has noticed FIN. */
final class EofHangTest {
  private static final Situations CLIENTS = Situations.clients("tcp");
  private static final long NANOS_PER_SECOND = 1_000_000_000;

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
    history.record(event(Kind.FIN_RECEIVED, Direction.TO_SERVER));
    history.record(event(Kind.FIN_DELIVERED, Direction.TO_CLIENT));
    assertEquals(shown, new EofHang().shows(hung(exchange, history, seconds, holds)));
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
    history.record(event(Kind.FIN_DELIVERED, Direction.TO_CLIENT));
    if (!reaction.isEmpty()) {
      history.record(event(Kind.valueOf(reaction), Direction.TO_SERVER));
    }
    return hung(exchange, history, seconds, true);
  }

  private static Trial hung(Exchange exchange, History history, long seconds, boolean holds) {
    SubjectEvidence subject =
        new SubjectEvidence(Optional.empty(), "", "", seconds * NANOS_PER_SECOND, 0, 0, holds);
    return new Trial(
        exchange,
        new Evidence.OfClient(subject, Map.of("a", history), Map.of(), false),
        new Behaviour(Behaviour.Kind.HUNG, List.of(), ""));
  }

  private static TraceEvent event(Kind kind, Direction direction) {
    return new TraceEvent(0, NANOS_PER_SECOND, 1, direction, kind, Bytes.empty(), "");
  }
}
