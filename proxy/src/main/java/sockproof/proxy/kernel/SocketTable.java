package sockproof.proxy.kernel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import sockproof.proxy.core.Bytes;

/**
 * What the sockets of this machine are doing, from the kernel's tables and without touching any of
 * them: nothing is connected to and nothing is sent. It shows the network namespace of this
 * process. Safe for use by many threads.
 *
 * <p>Every method throws {@link KernelException} where the kernel has no socket diagnostics.
 */
public final class SocketTable {
  private static final int[] FAMILIES = {Native.AF_INET, Native.AF_INET6};
  private static final int LISTENING = 1 << TcpState.LISTEN;
  private static final int OPEN = 1 << TcpState.ESTABLISHED | 1 << TcpState.CLOSE_WAIT;

  private SocketTable() {}

  /** True when a TCP socket, of either family and on any address, listens on a port. */
  public static boolean isTcpListening(int port) {
    return !inet(Native.IPPROTO_TCP, LISTENING, port).isEmpty();
  }

  /**
   * How many TCP connections end at a port of this machine, and can be sent on: one that was reset
   * counts until the reset has arrived.
   */
  public static int tcpConnectionsOf(int port) {
    return inet(Native.IPPROTO_TCP, OPEN, port).size();
  }

  /**
   * True when some TCP socket, of either family and on any address, has a port for its own: one
   * that listens, a connection, or what is left of one (TIME-WAIT). No socket is opened at the port
   * for this, so none can be in the way of who binds to it next.
   */
  public static boolean isTcpUsed(int port) {
    return !inet(Native.IPPROTO_TCP, SockDiag.ANY_STATE, port).isEmpty();
  }

  /** True when a UDP socket, of either family and on any address, is bound to a port. */
  public static boolean isUdpBound(int port) {
    return !udpBoundTo(port).isEmpty();
  }

  /** The UDP sockets that are bound to a port; {@code SO_REUSEPORT} allows several. */
  public static List<SocketEntry> udpBoundTo(int port) {
    return inet(Native.IPPROTO_UDP, SockDiag.ANY_STATE, port);
  }

  /**
   * The address that a UDP socket bound to a port is connected to; nothing when there is no such
   * socket or it is not connected, and so takes datagrams from anywhere.
   */
  public static Optional<SocketName.Inet> udpRemote(int port) {
    return udpBoundTo(port).stream()
        .flatMap(entry -> Optional.ofNullable(entry.remote()).stream())
        .filter(SocketName.Inet.class::isInstance)
        .map(SocketName.Inet.class::cast)
        .findFirst();
  }

  /** True when some UDP socket of either family is connected to a port, of any host. */
  public static boolean isUdpConnectedTo(int remotePort) {
    return inet(Native.IPPROTO_UDP, SockDiag.ANY_STATE, 0).stream()
        .anyMatch(
            entry ->
                entry.remote() instanceof SocketName.Inet remote && remote.port() == remotePort);
  }

  /**
   * The bytes that wait to be read at the UDP sockets bound to a port, with the kernel's
   * bookkeeping: only 0 has an exact meaning. Nothing when no socket is bound to it.
   */
  public static OptionalLong udpReceiveQueueBytes(int port) {
    List<SocketEntry> bound = udpBoundTo(port);
    return bound.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(bound.stream().mapToLong(SocketEntry::receiveQueueBytes).sum());
  }

  /** True when a Unix stream socket listens on a path. */
  public static boolean isUnixListening(Path path) {
    return !unix(entry ->
            entry.kind() == SocketEntry.Kind.UNIX
                && entry.state() == TcpState.LISTEN
                && isNamed(entry, path))
        .isEmpty();
  }

  /** The Unix socket with an inode. */
  static Optional<SocketEntry> unixByInode(long inode) {
    return unix(entry -> entry.inode() == inode).stream().findFirst();
  }

  /** The Unix datagram socket with exactly this name. */
  static Optional<SocketEntry> unixDatagramNamed(SocketName name) {
    return unix(
            entry -> entry.kind() == SocketEntry.Kind.UNIX_DATAGRAM && entry.local().equals(name))
        .stream()
        .findFirst();
  }

  /** True when a Unix datagram socket is bound to a path. */
  public static boolean isUnixDatagramBound(Path path) {
    return !unix(entry -> entry.kind() == SocketEntry.Kind.UNIX_DATAGRAM && isNamed(entry, path))
        .isEmpty();
  }

  /** True when some Unix datagram socket is connected to the one that is bound to a path. */
  public static boolean isUnixDatagramConnectedTo(Path path) {
    List<SocketEntry> all = unix(entry -> entry.kind() == SocketEntry.Kind.UNIX_DATAGRAM);
    try (SockDiag diag = new SockDiag()) {
      return all.stream()
          .filter(entry -> isNamed(entry, path))
          .anyMatch(
              bound ->
                  all.stream().anyMatch(one -> diag.unixPeerInode(one.inode()) == bound.inode()));
    }
  }

  /**
   * All TCP, UDP and Unix sockets that a process holds; none when it is gone, or when its list of
   * descriptors may not be read.
   */
  public static List<SocketEntry> ofProcess(long pid) {
    Set<Long> inodes = ProcessSockets.inodesOf(pid);
    if (inodes.isEmpty()) {
      return List.of();
    }
    List<SocketEntry> held = new ArrayList<>();
    held.addAll(inet(Native.IPPROTO_TCP, SockDiag.ANY_STATE, 0));
    held.addAll(inet(Native.IPPROTO_UDP, SockDiag.ANY_STATE, 0));
    held.addAll(unix(entry -> true));
    held.removeIf(entry -> !inodes.contains(entry.inode()));
    return List.copyOf(held);
  }

  private static List<SocketEntry> inet(int protocol, int states, int port) {
    List<SocketEntry> entries = new ArrayList<>();
    try (SockDiag diag = new SockDiag()) {
      for (int family : FAMILIES) {
        diag.listInet(protocol, family, states, port, entries::add);
      }
    }
    return entries;
  }

  private static List<SocketEntry> unix(Predicate<SocketEntry> wanted) {
    List<SocketEntry> entries = new ArrayList<>();
    try (SockDiag diag = new SockDiag()) {
      diag.listUnix(
          entry -> {
            if (wanted.test(entry)) {
              entries.add(entry);
            }
          });
    }
    return entries;
  }

  /** The kernel has the path as the program wrote it, relative or not; we compare it so too. */
  private static boolean isNamed(SocketEntry entry, Path path) {
    Bytes name = ((SocketName.Unix) entry.local()).path();
    return name.equals(SocketName.Unix.of(path.toString()).path())
        || name.equals(SocketName.Unix.of(path.toAbsolutePath().toString()).path());
  }
}
