package sockproof.proxy.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The datagram sockets of this machine, for one thread that looks at them again and again and has
 * no time to lose: one diagnostics socket serves all looks.
 */
public final class DatagramSockets implements AutoCloseable {
  private final SockDiag diag = new SockDiag();

  /** The UDP sockets of both families. */
  public List<SocketEntry> udp() {
    List<SocketEntry> entries = new ArrayList<>();
    for (int family : new int[] {Native.AF_INET, Native.AF_INET6}) {
      diag.listInet(Native.IPPROTO_UDP, family, SockDiag.ANY_STATE, 0, entries::add);
    }
    return entries;
  }

  /** The Unix datagram sockets. */
  public List<SocketEntry> unix() {
    List<SocketEntry> entries = new ArrayList<>();
    diag.listUnix(
        entry -> {
          if (entry.kind() == SocketEntry.Kind.UNIX_DATAGRAM) {
            entries.add(entry);
          }
        });
    return entries;
  }

  /** True when a listed socket is connected to another. */
  public boolean isConnected(SocketEntry socket) {
    return socket.kind() == SocketEntry.Kind.UNIX_DATAGRAM
        ? diag.unixPeerInode(socket.inode()) != 0
        : socket.remote() != null;
  }

  /** The inodes of the sockets that a process holds; none where its list may not be read. */
  public static Set<Long> heldBy(long pid) {
    return ProcessSockets.inodesOf(pid);
  }

  @Override
  public void close() {
    diag.close();
  }
}
