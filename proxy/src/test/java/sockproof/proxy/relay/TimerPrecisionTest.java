package sockproof.proxy.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.trace.TraceEvent;

/** A delay is what was asked for: never less, and hardly more. */
@Timeout(60)
class TimerPrecisionTest {
  private static final int MESSAGES = 60;
  private static final long TOLERANCE_NANOS = 250_000;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 5, 25})
  void aDelayIsExactToAQuarterOfAMillisecond(long millis) throws IOException {
    Plan plan =
        PlanReader.parse(
            "latency: {to: server, delay: " + millis + "ms}",
            "test",
            Medium.TCP,
            new Framing.None());
    long[] delays = new long[MESSAGES];
    try (Peers.Setup setup =
            Peers.setUp(Peers.Network.TCP4, directory, config -> config.withPlan(plan));
        Peers.Pair pair = setup.open()) {
      for (int i = 0; i < MESSAGES; i++) {
        Peers.write(pair.client(), "x");
        assertEquals("x", Peers.read(pair.server(), 1));
      }
      List<TraceEvent> received = setup.relay.history().events(TraceEvent.Kind.RECEIVED);
      List<TraceEvent> delivered = setup.relay.history().events(TraceEvent.Kind.DELIVERED);
      for (int i = 0; i < MESSAGES; i++) {
        delays[i] = delivered.get(i).nanos() - received.get(i).nanos();
      }
    }
    Arrays.sort(delays);
    long asked = millis * 1_000_000;
    assertTrue(delays[0] >= asked, () -> "early: " + Arrays.toString(delays));
    // Other programs may hold up most of the messages, but not all of them.
    long quick = delays[2] - asked;
    assertTrue(quick < TOLERANCE_NANOS, () -> "late: " + Arrays.toString(delays));
  }
}
