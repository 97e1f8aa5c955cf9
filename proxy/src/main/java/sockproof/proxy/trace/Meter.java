package sockproof.proxy.trace;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import sockproof.proxy.core.Direction;

/**
 * Counts what one connection or session carries. One thread writes; any may read, and sees counts
 * that are at most a moment old.
 */
public final class Meter implements TraceSink {
  private static final int RECEIVED_BYTES = 0;
  private static final int RECEIVED_UNITS = 1;
  private static final int DELIVERED_BYTES = 2;
  private static final int DELIVERED_UNITS = 3;
  private static final int DELAYED_UNITS = 4;
  private static final int DELAY_NANOS = 5;
  private static final int COUNTERS = 6;

  private final AtomicLongArray counts = new AtomicLongArray(2 * COUNTERS);
  private final Map<String, Long> faults = new ConcurrentHashMap<>();

  /** Bytes came from the sender of a direction. */
  public void received(Direction direction, long bytes, long units) {
    add(direction, RECEIVED_BYTES, bytes);
    add(direction, RECEIVED_UNITS, units);
  }

  /** Bytes were given to the receiver of a direction. */
  public void delivered(Direction direction, long bytes, long units) {
    add(direction, DELIVERED_BYTES, bytes);
    add(direction, DELIVERED_UNITS, units);
  }

  @Override
  public void record(TraceEvent event) {
    Direction direction = event.direction();
    if (direction != null) {
      switch (event.kind()) {
        case RECEIVED -> received(direction, event.bytes().length(), 1);
        case DELIVERED, FORGED -> {
          delivered(direction, event.bytes().length(), 1);
          add(direction, DELAYED_UNITS, 1);
          add(direction, DELAY_NANOS, event.nanos() - event.sinceNanos());
        }
        default -> {}
      }
    }
    if (event.kind() != TraceEvent.Kind.PLAN_CHANGED) {
      event.by().forEach(name -> faults.merge(name, 1L, Long::sum));
    }
  }

  private void add(Direction direction, int counter, long value) {
    int index = first(direction) + counter;
    counts.setOpaque(index, counts.getPlain(index) + value);
  }

  private static int first(Direction direction) {
    return direction == Direction.TO_SERVER ? 0 : COUNTERS;
  }

  /** The counts as they are now. */
  public Traffic traffic() {
    return new Traffic(way(Direction.TO_SERVER), way(Direction.TO_CLIENT), new TreeMap<>(faults));
  }

  /** The number of datagrams, or runs, received so far in a direction. */
  public long receivedUnits(Direction direction) {
    return counts.getOpaque(first(direction) + RECEIVED_UNITS);
  }

  private Traffic.Way way(Direction direction) {
    int first = first(direction);
    return new Traffic.Way(
        counts.getOpaque(first + RECEIVED_BYTES),
        counts.getOpaque(first + RECEIVED_UNITS),
        counts.getOpaque(first + DELIVERED_BYTES),
        counts.getOpaque(first + DELIVERED_UNITS),
        counts.getOpaque(first + DELAYED_UNITS),
        counts.getOpaque(first + DELAY_NANOS));
  }
}
