package sockproof.proxy.plan;

import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import sockproof.proxy.core.Direction;

/**
 * An ordered list of faults; each takes the output of the one before it.
 *
 * @param faults the faults; none for a relay that changes nothing
 */
public record Plan(List<PlannedFault> faults) {
  private static final Plan EMPTY = new Plan(List.of());

  public Plan {
    faults = List.copyOf(faults);
  }

  /** A plan that changes nothing. */
  public static Plan empty() {
    return EMPTY;
  }

  /** True when there are no faults. */
  public boolean isEmpty() {
    return faults.isEmpty();
  }

  /** What to do to a connection between accepting it and connecting upstream. */
  public Opening opening(long seed, int connectionNumber) {
    return Opening.AT_ONCE;
  }

  /**
   * The size for SO_RCVBUF of the socket from which the relay reads the bytes of a direction, to be
   * set before listen() or connect(), so that the sender sees a small window.
   */
  public OptionalInt receiveBufferBytes(Direction direction) {
    return OptionalInt.empty();
  }

  /** What this plan needs beyond ordinary sockets. */
  public Set<Capability> needs() {
    return EnumSet.noneOf(Capability.class);
  }
}
