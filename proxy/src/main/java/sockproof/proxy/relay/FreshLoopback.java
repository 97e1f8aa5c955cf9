package sockproof.proxy.relay;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * IPv4 loopback addresses to which nobody has connected lately. Linux remembers for each pair of
 * addresses how far segments were reordered (tcp_metrics), and gives new senders room accordingly:
 * to an address that is not remembered always the least.
 */
public final class FreshLoopback {
  private static final int LOWER_BITS = 22;

  /** All in 127.64.0.0/10. Processes side by side begin far from each other. */
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 10_007));

  private FreshLoopback() {}

  /** The next address, another for each call. */
  public static InetAddress next() {
    int lower = NEXT.getAndIncrement() & ((1 << LOWER_BITS) - 1);
    return InetAddress.ofLiteral(
        "127.%d.%d.%d".formatted(64 + (lower >>> 16), lower >>> 8 & 0xff, lower & 0xff));
  }
}
