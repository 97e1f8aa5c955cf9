package sockproof.proxy.relay;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assertions;
import sockproof.proxy.FaultExamples.Example;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Capability;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanException;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.plan.Receiver;
import sockproof.proxy.plan.YamlNode;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.TraceEvent.Kind;

/** What the comparisons of simulated and real histories share. */
final class Parity {
  private static final Set<Kind> IN =
      EnumSet.of(Kind.RECEIVED, Kind.FIN_RECEIVED, Kind.RESET_RECEIVED);
  private static final Set<Kind> OUT =
      EnumSet.of(
          Kind.DELIVERED,
          Kind.DISCARDED,
          Kind.FORGED,
          Kind.UNREACHABLE,
          Kind.FIN_DELIVERED,
          Kind.RESET_DELIVERED,
          Kind.REFUSED);
  private static final Pattern TIME = Pattern.compile("[0-9]ms|rate");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Parity() {}

  /** The plan for one direction alone; nothing where the medium has no such fault. */
  static Optional<Plan> plan(Example example, Medium medium, Direction direction) {
    try {
      Plan plan =
          PlanReader.read(
              YamlNode.parse(example.faults(), "example"),
              medium,
              Framing.parse(example.framing()),
              EnumSet.allOf(Capability.class));
      Receiver receiver = direction == Direction.TO_SERVER ? Receiver.SERVER : Receiver.CLIENT;
      return Optional.of(
          new Plan(
              plan.faults().stream()
                  .map(fault -> fault.spec().type().isDirected() ? fault.to(receiver) : fault)
                  .toList()));
    } catch (PlanException e) {
      return Optional.empty();
    }
  }

  /**
   * Compares a real history, as it grows, with a simulated one: what came in and what went out in
   * one direction, in order. Where the example has times, what is due together may leave in one
   * send, so there only the bytes between other events count.
   */
  static void assertSame(
      Example example, History simulated, Supplier<History> real, Direction direction) {
    List<String> expected = lines(example, events(simulated, direction, OUT));
    try {
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(2))
          .until(
              () ->
                  lines(example, events(real.get(), direction, OUT)).size() >= expected.size()
                      && bytes(real.get(), direction) >= bytes(simulated, direction));
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new AssertionError("simulated:\n" + simulated + "\nreal:\n" + real.get(), e);
    }
    History history = real.get();
    List<String> got = lines(example, events(history, direction, OUT));
    Assertions.assertEquals(
        expected, got, () -> "simulated:\n" + simulated + "\nreal:\n" + history);
    List<String> cameIn = lines(example, events(simulated, direction, IN));
    List<String> cameInForReal = lines(example, events(history, direction, IN));
    // A fault that has ended the connection may leave an end unread.
    Assertions.assertEquals(
        cameIn.subList(0, Math.min(cameIn.size(), cameInForReal.size())), cameInForReal);
    Assertions.assertEquals(List.of(), history.events(Kind.ERROR));
  }

  /**
   * Nothing went out sooner after the first bytes came than in the simulation; for a conversation
   * whose bytes come in one piece.
   */
  static void assertNotTooSoon(History simulated, History real, Direction direction) {
    List<TraceEvent> expected = events(simulated, direction, EnumSet.of(Kind.DELIVERED));
    if (!expected.isEmpty()) {
      TraceEvent last = events(real, direction, EnumSet.of(Kind.DELIVERED)).getLast();
      long least = expected.getLast().nanos() - firstReceived(simulated, direction);
      long taken = last.nanos() - firstReceived(real, direction);
      assertTrue(taken >= least, () -> last + ": after " + taken + " ns, not " + least);
    }
  }

  private static long firstReceived(History history, Direction direction) {
    return history.events(Kind.RECEIVED).stream()
        .filter(event -> event.direction() == direction)
        .mapToLong(TraceEvent::nanos)
        .findFirst()
        .orElseThrow();
  }

  private static List<TraceEvent> events(History history, Direction direction, Set<Kind> kinds) {
    return history.events().stream()
        .filter(event -> kinds.contains(event.kind()))
        .filter(event -> event.direction() == direction || event.direction() == null)
        .toList();
  }

  private static long bytes(History history, Direction direction) {
    return events(history, direction, OUT).stream()
        .mapToLong(event -> event.bytes().length())
        .sum();
  }

  /** Without the times, which differ. */
  private static List<String> lines(Example example, List<TraceEvent> events) {
    List<String> lines = new ArrayList<>();
    Bytes delivered = Bytes.empty();
    for (TraceEvent event : events) {
      if (hasTimes(example) && event.kind() == Kind.DELIVERED) {
        delivered = delivered.plus(event.bytes());
      } else {
        if (!delivered.isEmpty()) {
          lines.add(Kind.DELIVERED + " " + delivered);
          delivered = Bytes.empty();
        }
        // On a busy machine a FIN comes late, when no fault holds back anything any more.
        boolean late = hasTimes(example) && event.kind() == Kind.FIN_DELIVERED;
        lines.add(event.kind() + " " + event.bytes() + " " + (late ? "" : event.text()));
      }
    }
    if (!delivered.isEmpty()) {
      lines.add(Kind.DELIVERED + " " + delivered);
    }
    return lines;
  }

  /** True if an example keeps something back for a time. */
  static boolean hasTimes(Example example) {
    return TIME.matcher(example.faults()).find();
  }
}
