package sockproof.harness.check.stream;

import java.util.ArrayList;
import java.util.List;
import sockproof.harness.check.Trial;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.TraceEvent;

/**
 * The observation {@code reads}: how many bytes a subject took each time that its receive queue was
 * filled and found empty again, which is what lockstep waits for. A piece that was taken in several
 * reads counts as one.
 */
final class ReadSizes {
  private ReadSizes() {}

  /** The sizes on the first connection that had a message for the subject, in order. */
  static List<Integer> of(Trial trial) {
    Direction towards =
        EndCases.isClient(trial.exchange()) ? Direction.TO_CLIENT : Direction.TO_SERVER;
    return trial.evidence().histories().values().stream()
        .map(history -> of(history, towards, trial.isIntact()))
        .filter(sizes -> !sizes.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static List<Integer> of(History history, Direction towards, boolean tookAll) {
    List<Integer> sizes = new ArrayList<>();
    int waiting = 0;
    for (TraceEvent event : history.events()) {
      if (event.direction() == towards && event.kind() == TraceEvent.Kind.DELIVERED) {
        waiting += event.bytes().length();
      } else if (event.direction() == towards && event.kind() == TraceEvent.Kind.READ_BY_PEER) {
        sizes.add(waiting);
        waiting = 0;
      }
    }
    // Nobody waits for the last piece to be read; whoever came out right has read it.
    if (waiting > 0 && tookAll) {
      sizes.add(waiting);
    }
    return sizes;
  }
}
