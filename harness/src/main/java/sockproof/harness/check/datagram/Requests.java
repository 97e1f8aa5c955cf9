package sockproof.harness.check.datagram;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Evidence;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.TraceEvent;

/** What a client asked, and what it took for the answers. */
final class Requests {
  private Requests() {}

  /** What Sockproof's servers got, server after server. */
  static List<String> heard(Trial trial) {
    List<String> heard = new ArrayList<>();
    if (trial.evidence() instanceof Evidence.OfClient client) {
      client.requests().values().forEach(heard::addAll);
    }
    return heard;
  }

  /** When the first request, and each repetition of it, came to the relay; in nanoseconds. */
  static List<Long> triesNanos(Trial trial) {
    List<TraceEvent> received =
        trial.evidence().histories().values().stream()
            .flatMap(history -> history.events(TraceEvent.Kind.RECEIVED).stream())
            .filter(event -> event.direction() == Direction.TO_SERVER)
            .sorted(Comparator.comparingLong(TraceEvent::nanos))
            .toList();
    return received.stream()
        .filter(event -> event.bytes().equals(received.getFirst().bytes()))
        .map(TraceEvent::nanos)
        .toList();
  }

  /** True where the client's socket was not connected when it waited. */
  static boolean isUnconnected(Trial trial) {
    return trial.evidence() instanceof Evidence.OfClient client && !client.connected();
  }

  /** True where a client that takes replies from several addresses took one more than once. */
  static boolean isMultiplied(Trial trial) {
    return isUnconnected(trial)
        && trial.outcome().taken().size() > trial.exchange().replies().size();
  }

  /** True where some reply was taken more often than it was sent without a copy. */
  static boolean isTakenTwice(Trial trial) {
    List<String> more = new ArrayList<>(trial.outcome().taken());
    List<String> wanted = trial.exchange().replies();
    wanted.forEach(more::remove);
    return more.stream().anyMatch(wanted::contains);
  }

  /** True where the replies were taken once each, in any order. */
  static boolean isIntactInAnyOrder(Trial trial) {
    return sorted(trial.outcome().taken()).equals(sorted(trial.exchange().replies()));
  }

  private static List<String> sorted(List<String> texts) {
    return texts.stream().sorted().toList();
  }
}
