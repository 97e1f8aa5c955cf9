package sockproof.proxy.plan;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.RandomSplit;

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

  /** A plan of faults that always apply. */
  public static Plan of(FaultSpec... specs) {
    return new Plan(List.of(specs).stream().map(PlannedFault::always).toList());
  }

  /** True when there are no faults. */
  public boolean isEmpty() {
    return faults.isEmpty();
  }

  /**
   * The faults' names, in order, each unique: the second fault of a name has {@code #2} added. They
   * name the faults in traces and pick their random streams.
   */
  public List<String> labels() {
    Map<String, Integer> seen = new HashMap<>();
    List<String> labels = new ArrayList<>();
    for (PlannedFault fault : faults) {
      int number = seen.merge(fault.label(), 1, Integer::sum);
      labels.add(number == 1 ? fault.label() : fault.label() + "#" + number);
    }
    return labels;
  }

  /** What to do to a connection between accepting it and connecting upstream. */
  public Opening opening(long seed, int connectionNumber) {
    Opening opening = Opening.AT_ONCE;
    List<String> labels = labels();
    for (int i = 0; i < faults.size(); i++) {
      PlannedFault fault = faults.get(i);
      if (!fault.spec().opening().equals(Opening.AT_ONCE)
          && fault.when().includesConnection(connectionNumber)
          && chance(seed, connectionNumber, labels.get(i)) < fault.probability()) {
        opening = opening.and(fault.spec().opening());
      }
    }
    return opening;
  }

  private static double chance(long seed, int connectionNumber, String label) {
    return RandomSplit.generator(seed, connectionNumber, Direction.TO_SERVER, label + "@opening")
        .nextDouble();
  }

  /**
   * The size for SO_RCVBUF of the socket from which the relay reads the bytes of a direction, to be
   * set before listen() or connect(), so that the sender sees a small window.
   */
  public OptionalInt receiveBufferBytes(Direction direction) {
    return faults.stream()
        .filter(fault -> fault.to().includes(direction))
        .map(fault -> fault.spec().receiveBufferBytes())
        .filter(OptionalInt::isPresent)
        .mapToInt(OptionalInt::getAsInt)
        .min();
  }

  /** What this plan needs beyond ordinary sockets. */
  public Set<Capability> needs() {
    Set<Capability> needs = EnumSet.noneOf(Capability.class);
    faults.forEach(fault -> needs.addAll(fault.spec().needs()));
    return needs;
  }

  /** The plan as data, one map a fault; see {@link PlannedFault#toData}. */
  public List<Map<String, Object>> toData() {
    return faults.stream().map(PlannedFault::toData).toList();
  }
}
