package sockproof.harness.exchange;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import sockproof.proxy.core.Direction;
import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.kernel.SocketTable;
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
    await(() -> deliveredBytes(history) >= sentBytes);
  }

  /** Waits until so many connections have been made to the server, or for a bounded time. */
  static void awaitConnections(History history, int connections) {
    await(() -> history.events(TraceEvent.Kind.OPENED).size() >= connections);
  }

  /**
   * Waits until so many bytes and so many ends have been handed on to the server, or for a bounded
   * time.
   */
  static void await(History history, long sentBytes, long ends) {
    await(() -> deliveredBytes(history) >= sentBytes && deliveredEnds(history) >= ends);
  }

  /** How many streams have ended towards the server so far. */
  static long deliveredEnds(History history) {
    return history.events(TraceEvent.Kind.FIN_DELIVERED).stream()
        .filter(event -> event.direction() == Direction.TO_SERVER)
        .count();
  }

  /** Waits until a reset has been handed on to the server, or for a bounded time. */
  static void awaitReset(History history) {
    await(
        () ->
            history.events(TraceEvent.Kind.RESET_DELIVERED).stream()
                .anyMatch(event -> event.direction() == Direction.TO_SERVER));
  }

  /**
   * Waits until the kernel knows of no more than so many connections at a port, or for a bounded
   * time.
   */
  static void awaitConnectionsLeft(int port, int most) {
    try {
      await(() -> SocketTable.tcpConnectionsOf(port) <= most);
    } catch (KernelException e) {
      return; // A kernel without socket diagnostics: the reset has most likely arrived.
    }
  }

  /**
   * Waits until every connection is over, or for a bounded time: what the relay ends itself, it
   * ends with a reset.
   */
  static void awaitEnds(History history) {
    await(
        () ->
            history.events(TraceEvent.Kind.CLOSED).size()
                >= history.events(TraceEvent.Kind.OPENED).size());
  }

  private static void await(BooleanSupplier condition) {
    long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadlineNanos) {
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
