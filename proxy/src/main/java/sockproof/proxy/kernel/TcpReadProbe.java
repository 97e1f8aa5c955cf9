package sockproof.proxy.kernel;

import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Bytes;

/**
 * Asks the kernel for the receiver's end of a TCP connection by its four-tuple, which mirrors ours.
 *
 * <p>Two traps make one look at the receive queue a guess. An empty queue may mean that the bytes
 * have not arrived yet; so first the receiver must have counted as many bytes as were sent, and
 * only a question asked after that counts. And the queue's length moves while a recv() is still
 * running, which may then find a new segment in the socket's backlog and add it to the same result.
 * The kernel fills the answer in this order: the queue's length, without the socket's lock; then
 * tcp_info, under the lock, which recv() holds from its first byte to its last. So whoever emptied
 * the queue has left before an answer that shows it empty is there.
 */
final class TcpReadProbe implements ReadProbe {
  /** How an IPv4 address is written as an IPv6 address: RFC 4291, section 2.5.5.2. */
  private static final Bytes MAPPED_PREFIX =
      Bytes.of(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1});

  private final SockDiag diag;
  private SocketName.Inet receiver;
  private SocketName.Inet sender;
  private boolean found;
  private long arrivedBytes = -1;
  private @Nullable SocketReader reader;

  TcpReadProbe(SockDiag diag, SocketName.Inet local, SocketName.Inet remote) {
    this.diag = diag;
    this.sender = unmapped(local);
    this.receiver = unmapped(remote);
  }

  @Override
  public Answer ask(long sentBytes, long nowNanos) {
    TcpSocket socket = look();
    if (socket == null) {
      return found ? Answer.GONE : Answer.UNKNOWN;
    }
    if (arrivedBytes < sentBytes) {
      if (socket.receivedBytes() < sentBytes) {
        return isGone(socket) ? Answer.GONE : Answer.UNREAD;
      }
      arrivedBytes = sentBytes;
      socket = diag.tcp(receiver, sender);
    }
    if (socket == null || socket.state() == TcpState.CLOSE) {
      return Answer.GONE;
    }
    // A program that closes what it has not read to its end resets the connection, and is not here.
    return isGone(socket) || isEmpty(socket) ? Answer.READ : Answer.UNREAD;
  }

  @Override
  public SocketReader.Doing reader() {
    if (reader == null) {
      TcpSocket socket = look();
      if (socket == null || socket.inode() == 0) {
        return SocketReader.Doing.UNKNOWN;
      }
      reader = new SocketReader(socket.inode());
    }
    return reader.look();
  }

  @Override
  public void close() {}

  private @Nullable TcpSocket look() {
    TcpSocket socket = diag.tcp(receiver, sender);
    if (socket == null && !found && !receiver.isV6()) {
      // A socket that takes both families is known by its IPv4-mapped address.
      SocketName.Inet mappedReceiver = mapped(receiver);
      SocketName.Inet mappedSender = mapped(sender);
      socket = diag.tcp(mappedReceiver, mappedSender);
      if (socket != null) {
        receiver = mappedReceiver;
        sender = mappedSender;
      }
    }
    found |= socket != null;
    return socket;
  }

  /** True when no program will read from it any more. */
  private static boolean isGone(TcpSocket socket) {
    return switch (socket.state()) {
      case TcpState.CLOSE, TcpState.TIME_WAIT -> true;
      // Closed by its program; before accept() it has no inode either, but is in another state.
      case TcpState.FIN_WAIT1, TcpState.FIN_WAIT2, TcpState.CLOSING, TcpState.LAST_ACK ->
          socket.inode() == 0;
      default -> false;
    };
  }

  private static boolean isEmpty(TcpSocket socket) {
    return unreadBytes(socket) == 0;
  }

  /** The bytes that lie in a socket's receive queue, without a FIN. */
  static long unreadBytes(TcpSocket socket) {
    // A FIN that was received and not read counts as a byte in these states.
    boolean finReceived =
        switch (socket.state()) {
          case TcpState.CLOSE_WAIT, TcpState.LAST_ACK, TcpState.CLOSING -> true;
          default -> false;
        };
    return Math.max(0, socket.unreadBytes() - (finReceived ? 1 : 0));
  }

  /** The socket at the other end of one of ours, whichever family its program chose. */
  static @Nullable TcpSocket receiver(
      SockDiag diag, SocketName.Inet local, SocketName.Inet remote) {
    return new TcpReadProbe(diag, local, remote).look();
  }

  private static SocketName.Inet unmapped(SocketName.Inet name) {
    Bytes address = name.address();
    return address.length() == 16 && address.slice(0, 12).equals(MAPPED_PREFIX)
        ? new SocketName.Inet(address.slice(12, 16), name.port(), 0)
        : name;
  }

  private static SocketName.Inet mapped(SocketName.Inet name) {
    return new SocketName.Inet(MAPPED_PREFIX.plus(name.address()), name.port(), 0);
  }
}
