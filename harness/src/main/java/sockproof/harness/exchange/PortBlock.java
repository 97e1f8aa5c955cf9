package sockproof.harness.exchange;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;

/**
 * The ports for servers under test that belong to this process alone among all that run Sockproof
 * on this machine. A block of them is held by a Unix socket with an abstract name, which the kernel
 * gives to one process at a time and takes back when that process ends, however it ends; see
 * unix(7).
 */
final class PortBlock {
  // Below the range that Linux hands out to connecting sockets (32768 to 60999), so that nobody
  // takes a port between our look at it and the subject's bind().
  private static final int FIRST_PORT = 12_000;
  private static final int PORTS = 20_000;
  private static final int PORTS_A_BLOCK = 1_000;
  private static final int BLOCKS = PORTS / PORTS_A_BLOCK;

  private static final PortBlock OWN = claim();

  private final int first;
  private final int size;
  private final AtomicInteger next = new AtomicInteger();

  /** Held open as long as the block is; never closed, because the block is never given back. */
  @SuppressWarnings("unused")
  private final @Nullable KernelSocket holder;

  private PortBlock(int first, int size, @Nullable KernelSocket holder) {
    this.first = first;
    this.size = size;
    this.holder = holder;
  }

  /** The block of this process. */
  static PortBlock own() {
    return OWN;
  }

  /** How many different ports there are. */
  int size() {
    return size;
  }

  /** The next port, in turn. */
  int next() {
    return first + Math.floorMod(next.getAndIncrement(), size);
  }

  /** Claims a block that nobody has; all ports where every block is taken. */
  static PortBlock claim() {
    int start = (int) (ProcessHandle.current().pid() % BLOCKS);
    for (int i = 0; i < BLOCKS; i++) {
      int block = (start + i) % BLOCKS;
      SocketName name = SocketName.Unix.of("@sockproof-ports-" + block);
      KernelSocket holder = KernelSocket.openDatagram(name);
      try {
        holder.bind(name);
        return new PortBlock(FIRST_PORT + block * PORTS_A_BLOCK, PORTS_A_BLOCK, holder);
      } catch (KernelException e) {
        holder.close(); // another process has it
      }
    }
    return new PortBlock(FIRST_PORT, PORTS, null);
  }
}
