package sockproof.harness.process;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A deadline for a subject, which is later by the time in which the subject had no core, up to
 * {@value #MAX_GRANT} times the timeout: on a busy machine a subject is not blamed for being slow.
 */
public final class FairDeadline {
  private static final int MAX_GRANT = 6;

  /** No shorter waits are worth their while. */
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(10);

  private final long timeoutNanos;
  private final LongSupplier starvedNanos;
  private final long startNanos = System.nanoTime();

  /**
   * Begins now.
   *
   * @param starvedNanos the time without a core that counts, in nanoseconds
   */
  public FairDeadline(Duration timeout, LongSupplier starvedNanos) {
    timeoutNanos = timeout.toNanos();
    this.starvedNanos = starvedNanos;
  }

  /** For how long to wait before asking again; zero when the time is over. */
  public Duration left() {
    long grantedNanos = Math.min(starvedNanos.getAsLong(), MAX_GRANT * timeoutNanos);
    long leftNanos = timeoutNanos + grantedNanos - (System.nanoTime() - startNanos);
    if (leftNanos <= 0) {
      return Duration.ZERO;
    }
    return Duration.ofNanos(Math.max(leftNanos, SHORTEST_WAIT.toNanos()));
  }
}
