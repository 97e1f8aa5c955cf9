package sockproof.proxy.relay;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The one timer of a connection or session: for when the core wants to be woken next. */
final class WakeTimer {
  private final RelayContext context;
  private final EdgeLoop loop;
  private final Runnable action;
  private @Nullable ScheduledFuture<?> pending;
  private long pendingNanos;

  WakeTimer(RelayContext context, EdgeLoop loop, Runnable action) {
    this.context = context;
    this.loop = loop;
    this.action = action;
  }

  /** Fires at a time of the relay's clock, and at no other. */
  void arm(OptionalLong whenNanos) {
    if (pending != null && (whenNanos.isEmpty() || whenNanos.getAsLong() != pendingNanos)) {
      cancel();
    }
    if (whenNanos.isPresent() && pending == null) {
      pendingNanos = whenNanos.getAsLong();
      long delay = Math.max(0, pendingNanos - context.nowNanos());
      pending = loop.timer(delay, this::fire);
    }
  }

  /** Does not fire any more. */
  void cancel() {
    if (pending != null) {
      pending.cancel(false);
      pending = null;
    }
  }

  private void fire() {
    pending = null;
    action.run();
  }
}
