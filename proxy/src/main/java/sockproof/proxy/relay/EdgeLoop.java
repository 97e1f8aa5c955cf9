package sockproof.proxy.relay;

import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.kernel.DatagramBatch;
import sockproof.proxy.kernel.DatagramCosts;
import sockproof.proxy.kernel.Errno;
import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.ReadProbe;
import sockproof.proxy.kernel.SockDiag;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.kernel.UdpReadProbe;

/**
 * One event loop and what its connections share: buffers, the line to the kernel's socket tables
 * and the watch over receivers. Everything but {@link #events} is for the loop's own thread.
 */
final class EdgeLoop {
  /** How much one read takes at most. */
  static final int SCRATCH_BYTES = 4 * 1024 * 1024;

  private final IoEventLoop events;
  private final Polling polling;
  private final MemorySegment scratch = Arena.global().allocate(SCRATCH_BYTES, 64);
  private final ReadWatcher watcher = new ReadWatcher(this);
  private @Nullable SockDiag diag;
  private boolean hasNoDiag;
  private @Nullable DatagramCosts datagramCosts;
  private @Nullable DatagramBatch udpBatch;
  private @Nullable DatagramBatch unixBatch;

  /**
   * A loop.
   *
   * @param polling how it waits
   */
  EdgeLoop(IoEventLoop events, Polling polling) {
    this.events = events;
    this.polling = polling;
  }

  /** The loop itself, for tasks and timers. */
  IoEventLoop events() {
    return events;
  }

  /** How it waits; told of what is carried without faults. */
  Polling polling() {
    return polling;
  }

  /** Runs later, after what is ready at the sockets now. */
  void later(long delayNanos, Runnable action) {
    ScheduledFuture<?> _ = timer(delayNanos, action);
  }

  /** Likewise, and may be cancelled. */
  ScheduledFuture<?> timer(long delayNanos, Runnable action) {
    return events.schedule(() -> run(action), delayNanos, TimeUnit.NANOSECONDS);
  }

  /** What escapes from a task is our own bug and must be seen, not kept in a future. */
  private static void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | AssertionError e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  /** A buffer whose contents last until the end of the current call. */
  MemorySegment scratch() {
    return scratch;
  }

  /** The watch over receivers that have something to read. */
  ReadWatcher watcher() {
    return watcher;
  }

  /** What finds out whether the receiver at a connected socket has read. */
  ReadProbe probe(KernelSocket socket) {
    SockDiag open = diag();
    return open == null ? ReadProbe.blind() : ReadProbe.of(socket, open);
  }

  /** Likewise, without touching the receiver's socket. */
  ReadProbe probeFromOutside(KernelSocket socket) {
    SockDiag open = diag();
    return open == null ? ReadProbe.blind() : ReadProbe.fromOutside(socket, open);
  }

  /** Likewise for what a Unix datagram socket of ours sends; it is not exact. */
  ReadProbe outputQueueProbe(KernelSocket socket, SocketName receiver) {
    return ReadProbe.ofDatagrams(socket, receiver);
  }

  /** Likewise for UDP datagrams from one address to another; null where nobody can tell. */
  @Nullable UdpReadProbe udpProbe(SocketName.Inet from, SocketName.Inet to) {
    SockDiag open = diag();
    if (open == null) {
      return null;
    }
    if (datagramCosts == null) {
      datagramCosts = new DatagramCosts(open);
    }
    return new UdpReadProbe(open, datagramCosts, from, to);
  }

  /** True where a UDP socket takes what one address sends to another, or where nobody can tell. */
  boolean hasUdpReceiver(SocketName.Inet from, SocketName.Inet to) {
    SockDiag open = diag();
    return open == null || open.hasUdpReceiver(from, to);
  }

  private @Nullable SockDiag diag() {
    if (diag == null && !hasNoDiag) {
      try {
        diag = new SockDiag();
      } catch (KernelException e) {
        // The trace says "paced by time" wherever that matters. Descriptors may be had again later.
        hasNoDiag = !Errno.isShortage(e.errno());
      }
    }
    return diag;
  }

  /** Room for a batch of datagrams, whose contents last until the end of the current call. */
  DatagramBatch batch(boolean unix) {
    if (unix) {
      if (unixBatch == null) {
        unixBatch = DatagramBatch.forUnix();
      }
      return unixBatch;
    }
    if (udpBatch == null) {
      udpBatch = DatagramBatch.forUdp();
    }
    return udpBatch;
  }
}
