package sockproof.harness.exchange;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.TraceEvent;

/**
 * Keeps the steps of several clients in their order: what one sent without waiting for a reply is
 * at the server before the next step begins, unless a fault holds it back.
 */
final class Arrival {
  private static final Duration LIMIT = Duration.ofMillis(300);
  private static final Duration POLL = Duration.ofNanos(200_000);

  private Arrival() {}

  /** Waits until so many bytes have been handed on to the server, or for a bounded time. */
  static void await(History history, long sentBytes) {
    long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
    while (deliveredBytes(history) < sentBytes && System.nanoTime() < deadlineNanos) {
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** Waits until a reset has been handed on to the server, or for a bounded time. */
  static void awaitReset(History history) {
    long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
    while (history.events(TraceEvent.Kind.RESET_DELIVERED).stream()
            .noneMatch(event -> event.direction() == Direction.TO_SERVER)
        && System.nanoTime() < deadlineNanos) {
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static long deliveredBytes(History history) {
    return history.events(TraceEvent.Kind.DELIVERED).stream()
        .filter(event -> event.direction() == Direction.TO_SERVER)
        .mapToLong(event -> event.bytes().length())
        .sum();
  }
}
