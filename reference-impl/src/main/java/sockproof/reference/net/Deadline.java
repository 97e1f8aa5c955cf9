package sockproof.reference.net;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A point in time until which something may wait; {@link #NEVER} waits without end. */
public final class Deadline {
  /** A deadline that never comes. Only for waits that something else ends. */
  public static final Deadline NEVER = new Deadline(0, true);

  private final long nanoTime;
  private final boolean never;

  private Deadline(long nanoTime, boolean never) {
    this.nanoTime = nanoTime;
    this.never = never;
  }

  /** The deadline that is this long from now. */
  public static Deadline after(Duration wait) {
    return new Deadline(System.nanoTime() + wait.toNanos(), false);
  }

  /** Whether the deadline has come. */
  public boolean isOver() {
    return !never && remainingNanos() <= 0;
  }

  /** The nanoseconds left, 0 or less if it has come, {@link Long#MAX_VALUE} if it never does. */
  public long remainingNanos() {
    return never ? Long.MAX_VALUE : nanoTime - System.nanoTime();
  }

  /**
   * The time left in whole milliseconds, rounded up, in the form that {@code poll()} takes: -1
   * where the deadline never comes.
   */
  public int pollMillis() {
    if (never) {
      return -1;
    }
    long nanosPerMilli = TimeUnit.MILLISECONDS.toNanos(1);
    long millis = Math.max(0, Math.ceilDiv(remainingNanos(), nanosPerMilli));
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  /** Whichever of the two comes first. */
  public Deadline earlier(Deadline other) {
    return remainingNanos() <= other.remainingNanos() ? this : other;
  }
}
