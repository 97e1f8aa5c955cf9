package sockproof.proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.kernel.Errno;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.trace.Meter;

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

  /** A receiver that takes all of this gets more at once, and one that does not gets less. */
  private static final int LEAST_READ_BYTES = 256 * 1024;

  private static final long BYTES_A_TURN = EdgeLoop.SCRATCH_BYTES;

  private final EdgeSocket source;
  private final EdgeSocket sink;
  private final MemorySegment scratch;
  private final Meter meter;
  private final Direction direction;
  private @Nullable ByteBuf rest;
  private boolean readable;
  private boolean ending;
  private boolean failed;
  private boolean finished;
  private int readBytes = LEAST_READ_BYTES;
  private long receivedBytes;
  private long sentBytes;

  /**
   * A pump.
   *
   * @param seen what the source has told of so far, of which nothing was read yet
   */
  Pump(
      EdgeSocket source,
      EdgeSocket sink,
      int seen,
      MemorySegment scratch,
      Meter meter,
      Direction direction) {
    this.readable = (seen & (EdgeSocket.READABLE | EdgeSocket.ENDING)) != 0;
    this.ending = (seen & EdgeSocket.ENDING) != 0;
    this.failed = (seen & EdgeSocket.ERROR) != 0;
    this.meter = meter;
    this.direction = direction;
    this.source = source;
    this.sink = sink;
    this.scratch = scratch;
  }

  /**
   * Something happened at the source. After a shutdown of ours the kernel tells that there is room
   * to write; reading then would find nothing.
   */
  void sourceReady(int events) {
    boolean ends = (events & EdgeSocket.ENDING) != 0;
    readable |= ends || (events & EdgeSocket.READABLE) != 0;
    ending |= ends;
    failed |= (events & EdgeSocket.ERROR) != 0;
  }

  /** True while the receiver takes nothing more, so that the sender is not read from. */
  boolean isBlocked() {
    return rest != null;
  }

  /** True when the FIN was passed on. */
  boolean isFinished() {
    return finished;
  }

  /** All bytes that came from the sender. */
  long receivedBytes() {
    return receivedBytes;
  }

  /** All bytes that the receiver's kernel has taken. */
  long sentBytes() {
    return sentBytes;
  }

  /** Gives up what the receiver has not taken yet; nothing more is to be asked of this pump. */
  Bytes takeRest() {
    if (rest == null) {
      return Bytes.empty();
    }
    byte[] bytes = new byte[rest.readableBytes()];
    rest.readBytes(bytes);
    release();
    return Bytes.of(bytes);
  }

  /**
   * Carries across what it can.
   *
   * @param last whether the other direction is over, so that closing the sockets sends the FIN
   */
  Turn turn(boolean last) {
    long turnEnd = receivedBytes + BYTES_A_TURN;
    for (int reads = 0; reads < READS_A_TURN && receivedBytes < turnEnd; reads++) {
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
      int read = receive();
      if (read <= 0) {
        return readNothing(read, last);
      }
      int sent = send(scratch, read);
      if (sent < 0) {
        return Turn.RECEIVER_GONE;
      }
      if (sent < read) {
        readBytes = Math.max(LEAST_READ_BYTES, sent);
        keep(sent, read);
        return Turn.WAIT;
      }
      if (read == readBytes) {
        readBytes = (int) Math.min(2L * readBytes, scratch.byteSize());
      } else if (!ending) {
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
      read = receive();
      int sent = read > 0 ? send(scratch, read) : 0;
      if (sent < 0) {
        return;
      }
      if (sent < read) {
        keep(sent, read);
      }
    }
  }

  private Turn readNothing(int result, boolean last) {
    if (result == 0) {
      if (failed && source.socket().takeError() != 0) {
        // The reset came behind a FIN, and reading tells of the FIN alone.
        return Turn.SENDER_RESET;
      }
      finished = true;
      int shut = last ? 0 : sink.socket().shutdownOutput();
      return shut < 0 ? Turn.RECEIVER_GONE : Turn.FINISHED;
    }
    if (Errno.EAGAIN.is(result)) {
      readable = false;
      ending = false;
      return Turn.WAIT;
    }
    return Errno.EINTR.is(result) ? Turn.MORE : Turn.SENDER_RESET;
  }

  private int receive() {
    int read = source.socket().receive(scratch, readBytes);
    if (read > 0) {
      receivedBytes += read;
      meter.received(direction, read, 1);
    }
    return read;
  }

  private int send(MemorySegment bytes, int size) {
    int sent = sink.socket().send(bytes, size);
    if (sent > 0) {
      sent(sent);
    }
    return Errno.EAGAIN.is(sent) || Errno.EINTR.is(sent) ? 0 : sent;
  }

  private void sent(int bytes) {
    sentBytes += bytes;
    meter.delivered(direction, bytes, 1);
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
      sent(sent);
      kept.skipBytes(sent);
    }
    release();
    sink.isDrained();
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
