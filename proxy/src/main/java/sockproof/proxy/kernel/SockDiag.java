package sockproof.proxy.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Bytes;

/**
 * Questions to the kernel's socket tables through NETLINK_SOCK_DIAG, sock_diag(7).
 *
 * <p>The kernel answers a question while it takes it, so no call waits for anything but a socket's
 * lock. An instance is used by one thread at a time.
 */
public final class SockDiag implements AutoCloseable {
  private static final int NETLINK_SOCK_DIAG = 4;
  private static final int SOCK_DIAG_BY_FAMILY = 20;
  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int NLM_F_REQUEST = 0x1;
  private static final int NLM_F_DUMP = 0x300;
  private static final int NLMSG_HEADER_BYTES = 16;
  private static final int BUFFER_BYTES = 64 * 1024;

  private static final int INET_REQUEST_BYTES = NLMSG_HEADER_BYTES + 56;
  private static final int INET_MESSAGE_BYTES = 72;
  private static final int INET_ID_OFFSET = 4;
  private static final int INET_DIAG_INFO = 2;
  private static final int TCPI_BYTES_RECEIVED_OFFSET = 128;
  private static final int TCPI_DATA_SEGS_IN_OFFSET = 152;

  private static final int UNIX_REQUEST_BYTES = NLMSG_HEADER_BYTES + 24;
  private static final int UNIX_MESSAGE_BYTES = 16;
  private static final int UDIAG_SHOW_NAME = 0x1;
  private static final int UDIAG_SHOW_PEER = 0x4;
  private static final int UDIAG_SHOW_RQLEN = 0x10;
  private static final int UNIX_DIAG_NAME = 0;
  private static final int UNIX_DIAG_PEER = 2;
  private static final int UNIX_DIAG_RQLEN = 4;

  /** The mask of every state of a socket. */
  static final int ANY_STATE = -1;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);
  private final int fd;
  private int sequence;
  private boolean closed;

  /**
   * Opens a diagnostics socket.
   *
   * @throws KernelException where the kernel has none (not Linux, or forbidden by a sandbox)
   */
  public SockDiag() {
    int opened =
        Libc.socket(Native.AF_NETLINK, Native.SOCK_RAW | Native.SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (opened < 0) {
      arena.close();
      throw new KernelException("open a socket diagnostics socket", -opened);
    }
    fd = opened;
  }

  /**
   * Looks up the TCP socket with exactly these two ends, in this network namespace.
   *
   * <p>The kernel reads {@link TcpSocket#unreadBytes} first, without the socket's lock, and takes
   * that lock afterwards to read {@link TcpSocket#receivedBytes}: see {@link TcpReadProbe}.
   *
   * @return nothing when there is no such socket
   */
  public @Nullable TcpSocket tcp(SocketName.Inet local, SocketName.Inet remote) {
    writeInetRequest(Native.IPPROTO_TCP, local.family(), NLM_F_REQUEST, ANY_STATE);
    buffer.set(Native.BE_SHORT, NLMSG_HEADER_BYTES + 8, (short) local.port());
    buffer.set(Native.BE_SHORT, NLMSG_HEADER_BYTES + 10, (short) remote.port());
    writeAddress(NLMSG_HEADER_BYTES + 12, local);
    writeAddress(NLMSG_HEADER_BYTES + 28, remote);
    int size = exchange(INET_REQUEST_BYTES);
    if (size < NLMSG_HEADER_BYTES + INET_MESSAGE_BYTES
        || messageType(0) != SOCK_DIAG_BY_FAMILY
        || remotePort(NLMSG_HEADER_BYTES) != remote.port()) {
      return null;
    }
    int message = NLMSG_HEADER_BYTES;
    int info = attribute(message + INET_MESSAGE_BYTES, messageEnd(0), INET_DIAG_INFO);
    return new TcpSocket(
        unsignedByte(message + 1),
        unsignedInt(message + 56),
        hasTcpInfo(info, TCPI_BYTES_RECEIVED_OFFSET + 8)
            ? buffer.get(Native.LONG, info + 4L + TCPI_BYTES_RECEIVED_OFFSET)
            : -1,
        hasTcpInfo(info, TCPI_DATA_SEGS_IN_OFFSET + 4)
            ? unsignedInt(info + 4 + TCPI_DATA_SEGS_IN_OFFSET)
            : -1,
        unsignedInt(message + 68));
  }

  /**
   * Looks up the UDP socket that takes what one address sends to another, in this network
   * namespace, as the kernel does for a datagram that comes in.
   *
   * @return nothing when there is none: such a datagram is answered with ICMP port unreachable
   */
  @Nullable SocketEntry udpReceiver(SocketName.Inet sender, SocketName.Inet receiver) {
    writeInetRequest(Native.IPPROTO_UDP, receiver.family(), NLM_F_REQUEST, ANY_STATE);
    // For UDP the kernel takes the source for the sender of the datagram, not for the socket's end.
    buffer.set(Native.BE_SHORT, NLMSG_HEADER_BYTES + 8, (short) sender.port());
    buffer.set(Native.BE_SHORT, NLMSG_HEADER_BYTES + 10, (short) receiver.port());
    writeAddress(NLMSG_HEADER_BYTES + 12, sender);
    writeAddress(NLMSG_HEADER_BYTES + 28, receiver);
    int size = exchange(INET_REQUEST_BYTES);
    return size < NLMSG_HEADER_BYTES + INET_MESSAGE_BYTES || messageType(0) != SOCK_DIAG_BY_FAMILY
        ? null
        : inetEntry(Native.IPPROTO_UDP, NLMSG_HEADER_BYTES);
  }

  /** True when some UDP socket takes what one address sends to another. */
  public boolean hasUdpReceiver(SocketName.Inet sender, SocketName.Inet receiver) {
    return udpReceiver(sender.unmapped(), receiver.unmapped()) != null;
  }

  /** True when the kernel's tcp_info, which has grown over the years, has so many bytes. */
  private boolean hasTcpInfo(int info, int sizeBytes) {
    return info >= 0 && attributeSize(info) >= sizeBytes;
  }

  /**
   * The inode of the socket that a Unix stream socket is connected to.
   *
   * @return 0 when it is not known, because the peer is gone or in another network namespace
   */
  public long unixPeerInode(long inode) {
    writeUnixRequest(NLM_F_REQUEST, UDIAG_SHOW_PEER, inode);
    int size = exchange(UNIX_REQUEST_BYTES);
    if (size < NLMSG_HEADER_BYTES + UNIX_MESSAGE_BYTES || messageType(0) != SOCK_DIAG_BY_FAMILY) {
      return 0;
    }
    int peer = attribute(NLMSG_HEADER_BYTES + UNIX_MESSAGE_BYTES, messageEnd(0), UNIX_DIAG_PEER);
    return peer < 0 ? 0 : unsignedInt(peer + 4);
  }

  /**
   * Lists internet sockets.
   *
   * @param protocol IPPROTO_TCP or IPPROTO_UDP
   * @param family AF_INET or AF_INET6
   * @param states a mask of {@code 1 << state}
   * @param localPort only sockets bound to this port, or 0 for all
   */
  void listInet(int protocol, int family, int states, int localPort, Consumer<SocketEntry> found) {
    writeInetRequest(protocol, family, NLM_F_REQUEST | NLM_F_DUMP, states);
    buffer.set(Native.BE_SHORT, NLMSG_HEADER_BYTES + 8, (short) localPort);
    dump(INET_REQUEST_BYTES, (message, end) -> found.accept(inetEntry(protocol, message)));
  }

  /** Lists Unix sockets of every type and state. */
  void listUnix(Consumer<SocketEntry> found) {
    writeUnixRequest(
        NLM_F_REQUEST | NLM_F_DUMP, UDIAG_SHOW_NAME | UDIAG_SHOW_RQLEN | UDIAG_SHOW_PEER, 0);
    dump(UNIX_REQUEST_BYTES, (message, end) -> found.accept(unixEntry(message, end)));
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Libc.close(fd);
      arena.close();
    }
  }

  private void writeHeader(int size, int flags) {
    buffer.asSlice(0, size).fill((byte) 0);
    buffer.set(Native.INT, 0, size);
    buffer.set(Native.SHORT, 4, (short) SOCK_DIAG_BY_FAMILY);
    buffer.set(Native.SHORT, 6, (short) flags);
    buffer.set(Native.INT, 8, ++sequence);
  }

  private void writeInetRequest(int protocol, int family, int flags, int states) {
    writeHeader(INET_REQUEST_BYTES, flags);
    int at = NLMSG_HEADER_BYTES;
    setByte(at, family);
    setByte(at + 1, protocol);
    setByte(at + 2, protocol == Native.IPPROTO_TCP ? 1 << (INET_DIAG_INFO - 1) : 0);
    buffer.set(Native.INT, at + 4L, states);
    buffer.set(Native.LONG, at + 48L, -1L); // INET_DIAG_NOCOOKIE
  }

  private void writeUnixRequest(int flags, int show, long inode) {
    writeHeader(UNIX_REQUEST_BYTES, flags);
    int at = NLMSG_HEADER_BYTES;
    setByte(at, Native.AF_UNIX);
    buffer.set(Native.INT, at + 4L, ANY_STATE);
    buffer.set(Native.INT, at + 8L, (int) inode);
    buffer.set(Native.INT, at + 12L, show);
    buffer.set(Native.LONG, at + 16L, -1L);
  }

  private void writeAddress(int at, SocketName.Inet name) {
    Bytes address = name.address();
    MemorySegment.copy(
        address.backingArray(),
        address.arrayOffset(),
        buffer,
        ValueLayout.JAVA_BYTE,
        at,
        address.length());
  }

  private Bytes readBytes(int at, int length) {
    byte[] bytes = new byte[length];
    MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, at, bytes, 0, length);
    return Bytes.of(bytes);
  }

  private int unsignedByte(int at) {
    return Byte.toUnsignedInt(buffer.get(ValueLayout.JAVA_BYTE, at));
  }

  private long unsignedInt(int at) {
    return Integer.toUnsignedLong(buffer.get(Native.INT, at));
  }

  private void setByte(int at, int value) {
    buffer.set(ValueLayout.JAVA_BYTE, at, (byte) value);
  }

  /** Sends the request that lies in the buffer and reads one answer over it. */
  private int exchange(int requestBytes) {
    int sent = Libc.send(fd, buffer, requestBytes, 0);
    if (sent < 0) {
      throw new KernelException("ask for socket diagnostics", -sent);
    }
    return receive();
  }

  private int receive() {
    while (true) {
      int size = Libc.recv(fd, buffer, BUFFER_BYTES, 0);
      if (size >= 0) {
        return size;
      }
      if (!Errno.EINTR.is(size)) {
        throw new KernelException("read socket diagnostics", -size);
      }
    }
  }

  private void dump(int requestBytes, MessageVisitor visitor) {
    int size = exchange(requestBytes);
    while (true) {
      int at = 0;
      while (at + NLMSG_HEADER_BYTES <= size) {
        int type = messageType(at);
        if (type == NLMSG_DONE) {
          return;
        }
        if (type == NLMSG_ERROR) {
          throw new KernelException(
              "list sockets", -buffer.get(Native.INT, at + (long) NLMSG_HEADER_BYTES));
        }
        visitor.visit(at + NLMSG_HEADER_BYTES, messageEnd(at));
        at += align(buffer.get(Native.INT, at));
      }
      size = receive();
    }
  }

  private SocketEntry inetEntry(int protocol, int message) {
    int family = unsignedByte(message);
    int id = message + INET_ID_OFFSET;
    SocketName local = inetName(family, id, id + 4);
    SocketName.Inet remote = inetName(family, id + 2, id + 20);
    return new SocketEntry(
        protocol == Native.IPPROTO_TCP ? SocketEntry.Kind.TCP : SocketEntry.Kind.UDP,
        local,
        remote.port() == 0 ? null : remote,
        unsignedByte(message + 1),
        unsignedInt(message + 56),
        unsignedInt(message + 60),
        unsignedInt(message + 68));
  }

  private SocketName.Inet inetName(int family, int portAt, int addressAt) {
    Bytes address = readBytes(addressAt, family == Native.AF_INET6 ? 16 : 4);
    return new SocketName.Inet(
        address, Short.toUnsignedInt(buffer.get(Native.BE_SHORT, portAt)), 0);
  }

  private SocketEntry unixEntry(int message, int end) {
    int attributes = message + UNIX_MESSAGE_BYTES;
    int name = attribute(attributes, end, UNIX_DIAG_NAME);
    int queues = attribute(attributes, end, UNIX_DIAG_RQLEN);
    return new SocketEntry(
        unsignedByte(message + 1) == Native.SOCK_DGRAM
            ? SocketEntry.Kind.UNIX_DATAGRAM
            : SocketEntry.Kind.UNIX,
        new SocketName.Unix(name < 0 ? Bytes.empty() : unixPath(name)),
        null,
        unsignedByte(message + 2),
        queues < 0 ? 0 : unsignedInt(queues + 4),
        queues < 0 ? 0 : unsignedInt(queues + 8),
        unsignedInt(message + 4));
  }

  private Bytes unixPath(int name) {
    Bytes path = readBytes(name + 4, attributeSize(name));
    boolean endsWithZero = !path.isEmpty() && path.at(0) != 0 && path.at(path.length() - 1) == 0;
    return endsWithZero ? path.slice(0, path.length() - 1) : path;
  }

  private int remotePort(int message) {
    return Short.toUnsignedInt(buffer.get(Native.BE_SHORT, message + INET_ID_OFFSET + 2L));
  }

  private int messageType(int at) {
    return Short.toUnsignedInt(buffer.get(Native.SHORT, at + 4L));
  }

  private int messageEnd(int at) {
    return at + buffer.get(Native.INT, at);
  }

  private int attribute(int from, int end, int type) {
    int at = from;
    while (at + 4 <= end) {
      int size = Short.toUnsignedInt(buffer.get(Native.SHORT, at));
      if (size < 4) {
        return -1;
      }
      if (Short.toUnsignedInt(buffer.get(Native.SHORT, at + 2L)) == type) {
        return at;
      }
      at += align(size);
    }
    return -1;
  }

  private int attributeSize(int at) {
    return Short.toUnsignedInt(buffer.get(Native.SHORT, at)) - 4;
  }

  private static int align(int size) {
    return (size + 3) & ~3;
  }

  private interface MessageVisitor {
    void visit(int message, int end);
  }
}
