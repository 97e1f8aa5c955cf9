package sockproof.harness.check;

import java.time.Duration;
import sockproof.harness.exchange.Exchange;

/**
 * How long a client that has closed its connection may do nothing before it tries again. One that
 * does nothing for longer waits for ever.
 */
public final class Backoff {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private Backoff() {}

  /** Whether it may still try again, so many nanoseconds after it closed. */
  public static boolean isUnderWay(long sinceNanos) {
    return sinceNanos < LONGEST.toNanos();
  }

  /** A case that lasts until it would have tried again. */
  public static Exchange outlasted(Exchange exchange) {
    return exchange.withDeadline(LONGEST.plusSeconds(1));
  }
}
