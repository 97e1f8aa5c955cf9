package sockproof.proxy.relay;

import java.util.concurrent.TimeUnit;
import sockproof.proxy.trace.TraceEvent;

/**
 * Tells that something cannot be had for want of descriptors or memory: once, then no more for a
 * minute, however often it is missed. For one loop's thread.
 */
final class Shortage {
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

  private boolean told;
  private long toldNanos;

  /** Records it as an error of the relay, unless that was done within the last minute. */
  void tell(RelayContext context, String text) {
    long now = context.nowNanos();
    if (!told || now - toldNanos >= QUIET_NANOS) {
      told = true;
      toldNanos = now;
      context.record(TraceEvent.Kind.ERROR, 0, null, text);
    }
  }
}
