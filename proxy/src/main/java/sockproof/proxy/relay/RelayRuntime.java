package sockproof.proxy.relay;

import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import sockproof.proxy.kernel.ThreadTimer;

/**
 * The event loops that all relays of this process share, so that starting and closing a relay costs
 * a few system calls. Their threads are daemons and live as long as the process.
 */
final class RelayRuntime {
  private static final RelayRuntime SHARED = new RelayRuntime();

  private final List<EdgeLoop> loops = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();

  private final long scarceFrom = DescriptorLimit.scarceFrom();

  private RelayRuntime() {
    if (!Epoll.isAvailable()) {
      return;
    }
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
    DefaultThreadFactory factory = new DefaultThreadFactory("sockproof-relay", true);
    for (int i = 0; i < threads; i++) {
      Polling polling = new Polling();
      MultiThreadIoEventLoopGroup group =
          new MultiThreadIoEventLoopGroup(1, factory, EpollIoHandler.newFactory(0, () -> polling));
      IoEventLoop events = group.next();
      events.execute(ThreadTimer::makePrecise);
      loops.add(new EdgeLoop(events, polling));
    }
  }

  /**
   * The shared loops.
   *
   * @throws RelayException where there is no epoll
   */
  static RelayRuntime shared() {
    if (SHARED.loops.isEmpty()) {
      throw new RelayException(
          "The relay needs Linux on x86-64 or ARM64 with epoll, which is not there: "
              + Epoll.unavailabilityCause().getMessage()
              + ".",
          Epoll.unavailabilityCause());
    }
    return SHARED;
  }

  /** The loops in turn. */
  EdgeLoop next() {
    return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
  }

  /** True when so few descriptors are left that no client should get one. */
  boolean isScarce(int descriptor) {
    return descriptor >= scarceFrom;
  }

  /** True when the current thread is one of the loops', and so must not wait for any of them. */
  boolean isLoopThread() {
    for (EdgeLoop loop : loops) {
      if (loop.events().inEventLoop()) {
        return true;
      }
    }
    return false;
  }
}
