package sockproof.proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.kernel.Errno;
import sockproof.proxy.kernel.KernelSocket;

/**
 * One direction of a connection without faults: reads into the loop's buffer and writes that at
 * once. Only what the receiver does not take at once is kept, and while there is any nothing more
 * is read; so a receiver that never reads costs one buffer.
 */
final class Pump {
  /** What came of a turn. */
  enum Turn {
    /** Nothing more can be done until a socket is ready. */
    WAIT,
    /** There is more to do, but other connections come first. */
    MORE,
    /** The sender's FIN was passed on; this direction is over. */
    FINISHED,
    /** The sender reset the connection. */
    SENDER_RESET,
    /** The receiver is gone. */
    RECEIVER_GONE
  }

  private static final int READS_A_TURN = 16;

  private final EdgeSocket source;
  private final EdgeSocket sink;
  private final MemorySegment scratch;
  private @Nullable ByteBuf rest;
  private boolean readable = true;
  private boolean ending = true;
  private boolean finished;

  Pump(EdgeSocket source, EdgeSocket sink, MemorySegment scratch) {
    this.source = source;
    this.sink = sink;
    this.scratch = scratch;
  }

  /** There may be something to read again; see {@link EdgeSocket.Owner#ready}. */
  void sourceReady(int events) {
    readable = true;
    ending |= (events & EdgeSocket.ENDING) != 0;
  }

  /** True while the receiver takes nothing more, so that the sender is not read from. */
  boolean isBlocked() {
    return rest != null;
  }

  /** True when the FIN was passed on. */
  boolean isFinished() {
    return finished;
  }

  /** Carries across what it can. */
  Turn turn() {
    for (int reads = 0; reads < READS_A_TURN; reads++) {
      if (finished) {
        return Turn.FINISHED;
      }
      if (rest != null) {
        int result = sendRest(rest);
        if (result < 0) {
          return Errno.EAGAIN.is(result) ? Turn.WAIT : Turn.RECEIVER_GONE;
        }
      }
      if (!readable) {
        return Turn.WAIT;
      }
      int read = source.socket().receive(scratch, scratch.byteSize());
      if (read <= 0) {
        return readNothing(read);
      }
      int sent = send(scratch, read);
      if (sent < 0) {
        return Turn.RECEIVER_GONE;
      }
      if (sent < read) {
        keep(sent, read);
        return Turn.WAIT;
      }
      if (read < scratch.byteSize() && !ending) {
        // The queue was emptied; whatever comes after this makes a new edge. But an end that was
        // reported together with these bytes is not reported again.
        readable = false;
      }
    }
    return Turn.MORE;
  }

  /** Carries across the last bytes of a sender that is gone, as far as the receiver takes them. */
  void drain() {
    ending = true;
    readable = true;
    int read = 1;
    while (read > 0 && !finished && (rest == null || sendRest(rest) == 0)) {
      read = source.socket().receive(scratch, scratch.byteSize());
      int sent = read > 0 ? send(scratch, read) : 0;
      if (sent < 0) {
        return;
      }
      if (sent < read) {
        keep(sent, read);
      }
    }
  }

  private Turn readNothing(int result) {
    if (result == 0) {
      finished = true;
      int shut = sink.socket().shutdownOutput();
      return shut < 0 ? Turn.RECEIVER_GONE : Turn.FINISHED;
    }
    if (Errno.EAGAIN.is(result)) {
      readable = false;
      ending = false;
      return Turn.WAIT;
    }
    return Errno.EINTR.is(result) ? Turn.MORE : Turn.SENDER_RESET;
  }

  private int send(MemorySegment bytes, int size) {
    int sent = sink.socket().send(bytes, size);
    return Errno.EAGAIN.is(sent) || Errno.EINTR.is(sent) ? 0 : sent;
  }

  private void keep(int from, int to) {
    ByteBuf kept = PooledByteBufAllocator.DEFAULT.directBuffer(to - from);
    kept.writeBytes(scratch.asSlice(from, to - from).asByteBuffer());
    rest = kept;
    sink.askForWritable(true);
  }

  /** Gives 0 when nothing is left, or a negated errno. */
  private int sendRest(ByteBuf kept) {
    KernelSocket socket = sink.socket();
    while (kept.isReadable()) {
      ByteBuffer bytes = kept.nioBuffer();
      int sent = socket.send(MemorySegment.ofBuffer(bytes), kept.readableBytes());
      if (sent < 0) {
        return sent;
      }
      kept.skipBytes(sent);
    }
    release();
    sink.askForWritable(false);
    return 0;
  }

  /** Gives back what was kept. */
  void release() {
    if (rest != null) {
      rest.release();
      rest = null;
    }
  }
}
