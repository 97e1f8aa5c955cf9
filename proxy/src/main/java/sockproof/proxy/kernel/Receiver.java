package sockproof.proxy.kernel;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A look from outside at the program that receives from a socket of ours: what lies unread in the
 * kernel's queue for it, and what it does. Used by one thread.
 */
public final class Receiver {
  /**
   * What a look shows.
   *
   * @param unreadBytes what lies in its receive queue; for UDP with the kernel's bookkeeping, so
   *     that only 0 is exact; nothing where the kernel does not know the receiver, or it is gone
   * @param doing what its program does
   */
  public record Look(OptionalLong unreadBytes, SocketReader.Doing doing) {
    /** Nothing is known. */
    public static final Look NOTHING = new Look(OptionalLong.empty(), SocketReader.Doing.UNKNOWN);
  }

  private final SocketEntry.Kind kind;
  private final SocketName local;
  private final SocketName remote;
  private final long inode;
  private @Nullable SocketReader reader;
  private long readerInode;

  /**
   * The receiver at the other end of one of our sockets.
   *
   * @param kind the kind of socket
   * @param local the name of our end
   * @param remote the receiver's name; not needed for Unix streams
   * @param inode the inode of our end; needed for Unix streams alone
   */
  public Receiver(SocketEntry.Kind kind, SocketName local, SocketName remote, long inode) {
    this.kind = kind;
    this.local = local;
    this.remote = remote;
    this.inode = inode;
  }

  /**
   * Looks once; takes up to some milliseconds.
   *
   * @throws KernelException where the kernel cannot be asked
   */
  public Look look(SockDiag diag) {
    return switch (kind) {
      case TCP -> tcp(diag);
      case UDP -> udp();
      case UNIX -> unix(diag);
      case UNIX_DATAGRAM -> unixDatagram();
    };
  }

  private Look tcp(SockDiag diag) {
    TcpSocket socket =
        TcpReadProbe.receiver(diag, (SocketName.Inet) local, (SocketName.Inet) remote);
    return socket == null || socket.state() == TcpState.TIME_WAIT
        ? Look.NOTHING
        : new Look(OptionalLong.of(TcpReadProbe.unreadBytes(socket)), doing(socket.inode()));
  }

  private Look udp() {
    int port = ((SocketName.Inet) remote).port();
    return SocketTable.udpBoundTo(port).stream().findFirst().map(this::look).orElse(Look.NOTHING);
  }

  private Look unix(SockDiag diag) {
    long peer = diag.unixPeerInode(inode);
    return peer == 0
        ? Look.NOTHING
        : SocketTable.unixByInode(peer).map(this::look).orElse(Look.NOTHING);
  }

  private Look unixDatagram() {
    return SocketTable.unixDatagramNamed(remote).map(this::look).orElse(Look.NOTHING);
  }

  private Look look(SocketEntry entry) {
    return new Look(OptionalLong.of(entry.receiveQueueBytes()), doing(entry.inode()));
  }

  private SocketReader.Doing doing(long socket) {
    if (socket == 0) {
      return SocketReader.Doing.UNKNOWN;
    }
    if (reader == null || readerInode != socket) {
      reader = new SocketReader(socket);
      readerInode = socket;
    }
    return reader.look();
  }
}
