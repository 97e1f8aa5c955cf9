package sockproof.proxy.relay;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.kernel.Errno;
import sockproof.proxy.kernel.KernelSocket;

/**
 * What is to be written to one socket: each run by a send() of its own, in order. What the kernel
 * does not take waits here.
 */
final class Outbox {
  private static final long HIGH_WATER_BYTES = 256 * 1024;
  private static final long NARROW_HIGH_WATER_BYTES = 16 * 1024;

  private final KernelSocket socket;
  private final MemorySegment scratch;
  private final Deque<Bytes> waiting = new ArrayDeque<>();
  private final long highWaterBytes;
  private long waitingBytes;
  private long sentBytes;

  /**
   * An empty outbox.
   *
   * @param narrow whether little may wait, because the sender is meant to feel a slow receiver
   */
  Outbox(KernelSocket socket, MemorySegment scratch, boolean narrow) {
    this.highWaterBytes = narrow ? NARROW_HIGH_WATER_BYTES : HIGH_WATER_BYTES;
    this.socket = socket;
    this.scratch = scratch;
  }

  /** The kernel has taken so many bytes before. */
  void goOnAt(long bytes) {
    sentBytes = bytes;
  }

  /** All bytes that the kernel has taken since the socket was connected. */
  long sentBytes() {
    return sentBytes;
  }

  /** True when the kernel has taken everything. */
  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** True when more than is good waits for the receiver, so that the sender is not read from. */
  boolean isOverfull() {
    return waitingBytes > highWaterBytes;
  }

  /** Sends a run as far as the kernel takes it. Gives 0, or a negated errno when nobody reads. */
  int send(Bytes bytes) {
    waiting.add(bytes);
    waitingBytes += bytes.length();
    return waiting.size() == 1 ? flush() : 0;
  }

  /** Goes on where the kernel took no more. Gives 0, or a negated errno when nobody reads. */
  int flush() {
    Bytes first = waiting.peek();
    while (first != null) {
      int result = write(first);
      if (Errno.EAGAIN.is(result)) {
        return 0;
      }
      if (result < 0) {
        return result;
      }
      waiting.remove();
      waitingBytes -= result;
      sentBytes += result;
      if (result < first.length()) {
        waiting.addFirst(first.slice(result, first.length()));
      }
      first = waiting.peek();
    }
    return 0;
  }

  private int write(Bytes bytes) {
    int size = (int) Math.min(bytes.length(), scratch.byteSize());
    MemorySegment.copy(
        bytes.backingArray(), bytes.arrayOffset(), scratch, ValueLayout.JAVA_BYTE, 0, size);
    int result = socket.send(scratch, size);
    return Errno.EINTR.is(result) ? 0 : result;
  }

  /** Forgets what waits. */
  void clear() {
    waiting.clear();
    waitingBytes = 0;
  }
}
