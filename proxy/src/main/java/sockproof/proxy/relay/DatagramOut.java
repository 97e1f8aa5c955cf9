package sockproof.proxy.relay;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.kernel.DatagramBatch;
import sockproof.proxy.kernel.EncodedName;
import sockproof.proxy.kernel.Errno;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.trace.TraceDetail;
import sockproof.proxy.trace.TraceEvent;

/**
 * Sends the datagrams of one direction of a link. A Unix datagram socket whose receiver's queue is
 * full takes no more, and a sender that is not connected is not told when it does again; so what is
 * left waits here, in order, and is tried again by a timer, while its source is not read from. What
 * cannot be sent at all is recorded and dropped.
 */
final class DatagramOut {
  private static final int MAX_WAITING = 1024;
  private static final long FIRST_RETRY_NANOS = 100_000;
  private static final long MAX_RETRY_NANOS = 10_000_000;

  private record Waiting(KernelSocket via, Bytes payload, EncodedName to) {}

  private final RelayContext context;
  private final EdgeLoop loop;
  private final int number;
  private final boolean unix;
  private final Direction direction;
  private final Consumer<Boolean> blocked;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long retryNanos = FIRST_RETRY_NANOS;
  private boolean closed;

  /**
   * A way out.
   *
   * @param unix true for Unix sockets, which wait for their receiver; UDP does not
   * @param blocked told when datagrams begin to wait (true) and when none waits any more (false)
   */
  DatagramOut(
      RelayContext context,
      EdgeLoop loop,
      int number,
      boolean unix,
      Direction direction,
      Consumer<Boolean> blocked) {
    this.context = context;
    this.loop = loop;
    this.number = number;
    this.unix = unix;
    this.direction = direction;
    this.blocked = blocked;
  }

  /** True when nothing waits. */
  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Passes datagrams on from where they lie; nothing may be waiting. */
  void pass(DatagramBatch batch, int from, int end, KernelSocket via, EncodedName to) {
    int next = from;
    while (next < end && waiting.isEmpty()) {
      int sent = batch.send(via, next, end, to);
      if (sent > 0) {
        next += sent;
      } else {
        // Only the first one failed; it is tried once more, or waits, or is dropped with a reason.
        send(via, batch.bytes(next), to);
        next++;
      }
    }
    for (; next < end; next++) {
      send(via, batch.bytes(next), to);
    }
  }

  /** Sends one datagram after all that wait. */
  void send(KernelSocket via, Bytes payload, EncodedName to) {
    Waiting one = new Waiting(via, payload, to);
    if (!waiting.isEmpty()) {
      if (waiting.size() < MAX_WAITING) {
        waiting.add(one);
      } else {
        drop(payload, "too many datagrams wait for the receiver");
      }
    } else if (!isOver(one)) {
      waiting.add(one);
      blocked.accept(true);
      retryLater();
    }
  }

  /** Tries; false when it has to wait. */
  private boolean isOver(Waiting one) {
    int result = write(one);
    if (Errno.ECONNREFUSED.is(result) && !unix) {
      // That was an ICMP error for an earlier datagram; this one has not been sent.
      error(result);
      result = write(one);
    }
    if (result >= 0) {
      return true;
    }
    if (Errno.EAGAIN.is(result) && unix) {
      return false;
    }
    if (one.to().isUnnamed()) {
      drop(one.payload(), "the client's socket has no name to reply to");
    } else {
      drop(one.payload(), Errno.describe(-result));
    }
    return true;
  }

  private int write(Waiting one) {
    Bytes payload = one.payload();
    MemorySegment scratch = loop.scratch();
    if (payload.length() > scratch.byteSize()) {
      return -Errno.EMSGSIZE.number();
    }
    MemorySegment.copy(
        payload.backingArray(),
        payload.arrayOffset(),
        scratch,
        ValueLayout.JAVA_BYTE,
        0,
        payload.length());
    return one.via().sendTo(scratch, payload.length(), one.to());
  }

  private void retryLater() {
    loop.later(retryNanos, this::retry);
    retryNanos = Math.min(2 * retryNanos, MAX_RETRY_NANOS);
  }

  private void retry() {
    if (closed) {
      return;
    }
    Waiting first = waiting.peek();
    while (first != null && isOver(first)) {
      retryNanos = FIRST_RETRY_NANOS;
      waiting.remove();
      first = waiting.peek();
    }
    if (first == null) {
      blocked.accept(false);
    } else {
      retryLater();
    }
  }

  private void drop(Bytes payload, String why) {
    context.trace().told(new TraceDetail.NotSent(number, direction, payload));
    context.record(TraceEvent.Kind.ERROR, number, direction, payload, "not sent: " + why);
  }

  private void error(int result) {
    context.record(
        TraceEvent.Kind.ERROR, number, direction, Bytes.empty(), Errno.describe(-result));
  }

  /** Forgets what waits. */
  void close() {
    closed = true;
    if (!waiting.isEmpty()) {
      waiting.clear();
      blocked.accept(false);
    }
  }
}
