package sockproof.proxy.core;

import java.util.Comparator;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/** Actions to come, in order of time, then in the order asked for: a clock without a clock. */
public final class Timers {
  private record Timer(long timeNanos, long sequence, Runnable action) {}

  private final PriorityQueue<Timer> queue =
      new PriorityQueue<>(
          Comparator.comparingLong(Timer::timeNanos).thenComparingLong(Timer::sequence));
  private long sequence;
  private long nowNanos;

  /** The time, which never goes back. */
  public long nowNanos() {
    return nowNanos;
  }

  /** Runs an action at a time, or at the next {@link #advance} if that is past. */
  public void at(long timeNanos, Runnable action) {
    queue.add(new Timer(Math.max(timeNanos, nowNanos), sequence++, action));
  }

  /** Runs everything that is due, including what the actions ask for anew. */
  public void advance(long toNanos) {
    nowNanos = Math.max(nowNanos, toNanos);
    for (Timer timer = queue.peek();
        timer != null && timer.timeNanos <= nowNanos;
        timer = queue.peek()) {
      queue.remove();
      timer.action.run();
    }
  }

  /** When the first timer is due. */
  public OptionalLong next() {
    Timer first = queue.peek();
    return first == null ? OptionalLong.empty() : OptionalLong.of(first.timeNanos);
  }

  /** The earlier of two times, either of which may be missing. */
  public static OptionalLong earlier(OptionalLong one, OptionalLong other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isPresent() ? one : other;
    }
    return OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()));
  }

  /** Forgets all timers. */
  public void clear() {
    queue.clear();
  }
}
