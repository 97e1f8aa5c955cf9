package sockproof.proxy.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.TraceEvent.Kind;

/**
 * Any faults in any combination, changed on the way or not: no assertion of the core breaks, and an
 * end is an end.
 */
class AnyFaultsTest {
  private static final int ROUNDS = 600;
  private static final Set<Kind> SENDING =
      EnumSet.of(Kind.DELIVERED, Kind.FIN_DELIVERED, Kind.RESET_DELIVERED);
  private static final List<String> FAULTS =
      List.of(
          "fragment: {every: %d",
          "fragment: {at: [%d, -2]",
          "fragment: {random: {min: 1, max: %d}, pace: 2us",
          "coalesce: {hold: %dus",
          "coalesce: {bytes: %d",
          "latency: {delay: %dus, jitter: 50us",
          "bandwidth: {rate: 1MiB/s, burst: %d",
          "stall: {after: %d",
          "stall: {after: %d, for: 30us",
          "limit: {bytes: %d",
          "limit: {bytes: %d, then: reset",
          "limit: {bytes: %d, then: stall",
          "reset: {after: %d",
          "reset: {after: %dus",
          "half-close: {after: %d",
          "slow-close: {delay: %dus",
          "backpressure: {read: never",
          "backpressure: {read: %dKiB/s",
          "corrupt: {bits: %d",
          "corrupt: {at: [%d, -1]",
          "insert: {at: %d, bytes: xyz",
          "insert: {at: -%d, bytes: xyz");
  private static final List<String> CONDITIONS =
      List.of(
          "",
          ", to: client",
          ", to: server",
          ", probability: 0.5",
          ", when: {after: 20us, until: 90us}",
          ", when: {bytes: {from: 7, to: 40}}",
          ", when: {nth: [1, 3]}",
          ", when: {every: 2}");

  @Test
  void nothingFollowsAnEnd() {
    SplittableRandom random = new SplittableRandom(5);
    Framing framing = new Framing.Line();
    for (int round = 0; round < ROUNDS; round++) {
      String faults =
          Stream.generate(() -> fault(random))
              .limit(random.nextInt(1, 6))
              .collect(Collectors.joining(", ", "[", "]"));
      Plan plan = PlanReader.parse(faults, "test", Medium.TCP, framing);
      Map<Direction, Reader> readers =
          Map.of(Direction.TO_CLIENT, reader(random), Direction.TO_SERVER, reader(random));
      Plan other = PlanReader.parse("[" + fault(random) + "]", "test", Medium.TCP, framing);
      List<TraceEvent> events =
          new StreamSimulation(plan, framing, round, 1, readers)
              .replan(round % 2 == 0 ? random.nextInt(200_000) : Long.MAX_VALUE, other)
              .run(steps(random), 3_600_000_000_000L)
              .history()
              .events();
      assertEnds(faults, events);
    }
  }

  private static void assertEnds(String faults, List<TraceEvent> events) {
    Set<Direction> finished = EnumSet.noneOf(Direction.class);
    boolean reset = false;
    for (TraceEvent event : events) {
      if (SENDING.contains(event.kind()) && event.direction() != null) {
        assertTrue(!reset, () -> faults + ": " + event + " after a reset");
        boolean afterFin = finished.contains(event.direction());
        assertTrue(
            !afterFin || event.kind() == Kind.RESET_DELIVERED,
            () -> faults + ": " + event + " after FIN");
        reset = event.kind() == Kind.RESET_DELIVERED;
        if (event.kind() == Kind.FIN_DELIVERED) {
          finished.add(event.direction());
        }
      }
    }
    long closed = events.stream().filter(event -> event.kind() == Kind.CLOSED).count();
    assertTrue(closed <= 1, faults);
    if (closed == 1) {
      assertEquals(Kind.CLOSED, events.getLast().kind(), faults);
    }
  }

  private static String fault(SplittableRandom random) {
    return FAULTS.get(random.nextInt(FAULTS.size())).formatted(random.nextInt(1, 60))
        + CONDITIONS.get(random.nextInt(CONDITIONS.size()))
        + "}";
  }

  private static List<StreamStep> steps(SplittableRandom random) {
    List<StreamStep> steps = new ArrayList<>();
    long now = 0;
    for (int i = random.nextInt(12); i > 0; i--) {
      now += random.nextInt(30_000);
      String text = "he€llo\n".repeat(random.nextInt(1, 6)).substring(random.nextInt(6));
      steps.add(new StreamStep.Send(now, direction(random), Bytes.utf8(text)));
    }
    for (Direction direction : Direction.values()) {
      if (random.nextInt(4) > 0) {
        steps.add(new StreamStep.Fin(now + random.nextInt(30_000), direction));
      }
      if (random.nextInt(4) == 0) {
        steps.add(new StreamStep.Reset(now + 30_000 + random.nextInt(90_000), direction));
      }
    }
    return steps;
  }

  private static Direction direction(SplittableRandom random) {
    return random.nextBoolean() ? Direction.TO_CLIENT : Direction.TO_SERVER;
  }

  private static Reader reader(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> Reader.NEVER;
      case 1 -> Reader.AT_ONCE;
      default -> new Reader(random.nextInt(40_000), random.nextInt(1, 20));
    };
  }
}
