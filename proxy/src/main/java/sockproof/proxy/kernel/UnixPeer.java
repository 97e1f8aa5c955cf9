package sockproof.proxy.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The other end of one of our Unix stream connections, as a descriptor of the process that holds
 * it.
 *
 * <p>{@code pidfd_getfd(2)} duplicates it for the moment of one {@code recv(MSG_PEEK |
 * MSG_DONTWAIT)}; the duplicate is closed before anything else happens, so that the peer's own
 * close still ends the connection. The kernel allows this where it would allow ptrace: for our own
 * children and for the superuser, and by default for all processes of the same user.
 */
final class UnixPeer implements UnixReadProbe.Peer {
  private static final long SYS_PIDFD_OPEN = 434;
  private static final long SYS_PIDFD_GETFD = 438;

  /** How far from its own number a descriptor of this process is searched for. */
  private static final int FAR_AWAY = 16_384;

  private static final ThreadLocal<MemorySegment> ONE_BYTE =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(1));

  private final int processFd;
  private final int peerFd;
  private final long inode;
  private boolean closed;

  private UnixPeer(int processFd, int peerFd, long inode) {
    this.processFd = processFd;
    this.peerFd = peerFd;
    this.inode = inode;
  }

  /** Finds who holds the other end; nothing when nobody can be found or it is forbidden. */
  static @Nullable UnixPeer find(KernelSocket socket, SockDiag diag) {
    long inode = diag.unixPeerInode(socket.inode());
    if (inode == 0) {
      return null;
    }
    int named = socket.peerProcess();
    if (named == ProcessHandle.current().pid()) {
      return at(named, ownDescriptor(inode, socket.fd()), inode);
    }
    UnixPeer direct = in(named, inode);
    if (direct != null || named <= 0) {
      return direct;
    }
    // A server that forks may have left the connection to a child.
    try (Stream<ProcessHandle> children =
        ProcessHandle.of(named).stream().flatMap(ProcessHandle::descendants)) {
      return children
          .map(child -> in((int) child.pid(), inode))
          .filter(found -> found != null)
          .findFirst()
          .orElse(null);
    }
  }

  private static @Nullable UnixPeer in(int pid, long inode) {
    OptionalInt peerFd = ProcessSockets.descriptorOf(pid, inode);
    return peerFd.isEmpty() ? null : at(pid, peerFd.getAsInt(), inode);
  }

  private static @Nullable UnixPeer at(int pid, int peerFd, long inode) {
    int processFd = peerFd < 0 ? -1 : Libc.syscall(SYS_PIDFD_OPEN, pid, 0, 0);
    if (processFd < 0) {
      return null;
    }
    UnixPeer peer = new UnixPeer(processFd, peerFd, inode);
    if (peer.look() == Look.LOST) {
      peer.close();
      return null;
    }
    return peer;
  }

  /** The descriptor in this very process; two ends made one after the other have numbers nearby. */
  private static int ownDescriptor(long inode, int nearby) {
    for (int distance = 1; distance < FAR_AWAY; distance++) {
      if (KernelSocket.inodeOf(nearby + distance) == inode) {
        return nearby + distance;
      }
      if (nearby >= distance && KernelSocket.inodeOf(nearby - distance) == inode) {
        return nearby - distance;
      }
    }
    return -1;
  }

  @Override
  public Look look() {
    int duplicate = Libc.syscall(SYS_PIDFD_GETFD, processFd, peerFd, 0);
    if (duplicate < 0) {
      return Look.LOST;
    }
    try (KernelSocket borrowed = KernelSocket.adopt(duplicate)) {
      if (borrowed.inode() != inode) {
        return Look.LOST;
      }
      return borrowed.peek(ONE_BYTE.get()) > 0 ? Look.SOMETHING_TO_READ : Look.NOTHING_TO_READ;
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Libc.close(processFd);
    }
  }
}
