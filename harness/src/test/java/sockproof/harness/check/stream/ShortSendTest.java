package sockproof.harness.check.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.harness.check.Behaviour;
import sockproof.harness.check.Situations;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.SubjectEvidence;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.TraceEvent;

/** When a server that has sent only a part has stopped, and when it was merely interrupted. */
final class ShortSendTest {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Sockproof looks at the server for a while after the conversation. */
  @ParameterizedTest
  @CsvSource({"4900, false", "4000, true"})
  void onlyTheTimeOfTheConversationCounts(long lastMillis, boolean shown) {
    History history = new History();
    byte[] part = "BAS".getBytes(StandardCharsets.US_ASCII);
    history.record(
        new TraceEvent(
            0,
            lastMillis * NANOS_PER_MILLI,
            1,
            Direction.TO_CLIENT,
            TraceEvent.Kind.RECEIVED,
            Bytes.of(part),
            ""));
    Evidence evidence =
        new Evidence.OfServer(
            new SubjectEvidence(Optional.empty(), "", "", 7000 * NANOS_PER_MILLI, 0, 0),
            Map.of("a", history),
            5000 * NANOS_PER_MILLI,
            List.of(),
            true,
            0,
            0);
    Trial trial =
        new Trial(
            Situations.servers("tcp").exchange("baseline"),
            evidence,
            new Behaviour(Behaviour.Kind.HUNG, List.of(), ""));
    assertEquals(shown, new ShortSend().shows(trial));
  }
}
