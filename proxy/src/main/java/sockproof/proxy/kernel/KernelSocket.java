package sockproof.proxy.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A non-blocking Linux socket.
 *
 * <p>The calls of the data path ({@link #accept}, {@link #connect}, {@link #receive}, {@link
 * #send}) give their result or a negated errno and allocate nothing; those that set a socket up
 * throw {@link KernelException}. An instance is used by one thread at a time.
 */
public final class KernelSocket implements AutoCloseable {
  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEADDR = 2;
  private static final int SO_ERROR = 4;
  private static final int SO_SNDBUF = 7;
  private static final int SO_RCVBUF = 8;
  private static final int SO_LINGER = 13;
  private static final int SO_PEERCRED = 17;
  private static final int IPPROTO_IP = 0;
  private static final int IP_RECVERR = 11;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_RECVERR = 25;
  private static final int IPV6_V6ONLY = 26;
  private static final int TCP_NODELAY = 1;
  private static final int TCP_MAXSEG = 2;
  private static final int SOCKADDR_BYTES = 16;
  private static final int SHUT_RDWR = 2;
  private static final int SHUT_WR = 1;
  private static final long SIOCOUTQ = 0x5411;
  private static final int STAT_INODE_OFFSET = 8;

  /** Room for an address, an option or a stat; one a thread, freed when the thread is gone. */
  private static final ThreadLocal<MemorySegment> SCRATCH =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(512, 8));

  private int fd;
  private @Nullable SocketName accepted;
  private int maxSegmentBytes = Integer.MAX_VALUE;

  private KernelSocket(int fd) {
    this.fd = fd;
  }

  /**
   * Opens a stream socket (TCP or Unix) of the family of a name.
   *
   * @throws KernelException when there is no descriptor left or the family is not there
   */
  public static KernelSocket openStream(SocketName like) {
    return open(like, Native.SOCK_STREAM);
  }

  /**
   * Opens a datagram socket (UDP or Unix) of the family of a name.
   *
   * @throws KernelException when there is no descriptor left or the family is not there
   */
  public static KernelSocket openDatagram(SocketName like) {
    return open(like, Native.SOCK_DGRAM);
  }

  private static KernelSocket open(SocketName like, int type) {
    int fd = Libc.socket(like.family(), type | Native.SOCK_NONBLOCK | Native.SOCK_CLOEXEC, 0);
    if (fd < 0) {
      throw new KernelException("open a socket", -fd);
    }
    return new KernelSocket(fd);
  }

  /** Takes over a descriptor, which must be a non-blocking socket. */
  public static KernelSocket adopt(int fd) {
    return new KernelSocket(fd);
  }

  /** The descriptor, or -1 after {@link #close}. */
  public int fd() {
    return fd;
  }

  /** Binds to a name: bind(2). */
  public void bind(SocketName name) {
    MemorySegment scratch = SCRATCH.get();
    check("bind to " + name, Libc.bind(fd, scratch, name.write(scratch)));
  }

  /** Takes connections: listen(2). */
  public void listen(int backlog) {
    check("listen", Libc.listen(fd, backlog));
  }

  /**
   * Accepts one connection: accept4(2).
   *
   * @return its non-blocking descriptor, or a negated errno
   */
  public int accept() {
    MemorySegment scratch = SCRATCH.get();
    MemorySegment length = scratch.asSlice(SocketName.MAX_SIZE_BYTES, 4);
    length.set(Native.INT, 0, SocketName.MAX_SIZE_BYTES);
    int result = Libc.accept4(fd, scratch, length, Native.SOCK_NONBLOCK | Native.SOCK_CLOEXEC);
    if (result >= 0) {
      accepted = SocketName.read(scratch, length.get(Native.INT, 0));
    }
    return result;
  }

  /** The name of the peer whose connection was accepted last. */
  public SocketName acceptedName() {
    if (accepted == null) {
      throw new IllegalStateException("nothing was accepted yet");
    }
    return accepted;
  }

  /** Gives the descriptor up to somebody who closes it. */
  public void release() {
    fd = -1;
  }

  /**
   * Begins to connect: connect(2).
   *
   * @return 0 when connected at once, {@code -EINPROGRESS} (TCP) when a later writability tells,
   *     {@code -EAGAIN} when a Unix listener's queue is full, or another negated errno
   */
  public int connect(SocketName name) {
    MemorySegment scratch = SCRATCH.get();
    return Libc.connect(fd, scratch, name.write(scratch));
  }

  /**
   * Reads what there is: recv(2).
   *
   * @return the number of bytes, 0 at the end of a stream, or a negated errno
   */
  public int receive(MemorySegment into, long sizeBytes) {
    return Libc.recv(fd, into, sizeBytes, 0);
  }

  /**
   * Writes by one call: send(2), without SIGPIPE.
   *
   * @return the number of bytes taken, which may be fewer than asked for, or a negated errno
   */
  public int send(MemorySegment from, long sizeBytes) {
    return Libc.send(fd, from, sizeBytes, Native.MSG_NOSIGNAL);
  }

  /**
   * Sends one datagram: sendto(2).
   *
   * @return the size of the datagram, or a negated errno
   */
  public int sendTo(MemorySegment from, long sizeBytes, EncodedName to) {
    return Libc.sendto(fd, from, sizeBytes, Native.MSG_NOSIGNAL, to.segment(), to.sizeBytes());
  }

  /** The largest UDP datagram of which the kernel may be given several in one buffer. */
  int maxSegmentBytes() {
    return maxSegmentBytes;
  }

  /**
   * The kernel has not cut a buffer into datagrams of this size: they are larger than the MTU, or
   * the kernel or the device knows no UDP_SEGMENT.
   */
  void cannotSegment(int sizeBytes) {
    maxSegmentBytes = sizeBytes - 1;
  }

  /** Sends a FIN and goes on reading: shutdown(2). Gives 0 or a negated errno. */
  public int shutdownOutput() {
    return Libc.shutdown(fd, SHUT_WR);
  }

  /** Makes {@link #close} send a RST (TCP) and drop what was not sent: socket(7), SO_LINGER. */
  public void resetOnClose() {
    MemorySegment scratch = SCRATCH.get();
    scratch.set(Native.INT, 0, 1);
    scratch.set(Native.INT, 4, 0);
    check("set SO_LINGER", Libc.setsockopt(fd, SOL_SOCKET, SO_LINGER, scratch, 8));
  }

  /**
   * Ends a stream connection in both directions at once: TCP sends a RST and drops what was not
   * sent (connect(2) with AF_UNSPEC), a Unix socket is shut. Unlike {@link #close} it does not wait
   * for others who hold the socket, as a process does that is just being started.
   */
  public void disconnect() {
    MemorySegment unspecified = SCRATCH.get().asSlice(0, SOCKADDR_BYTES).fill((byte) 0);
    // One of the two does nothing: the first is for TCP, the second for Unix sockets.
    Libc.connect(fd, unspecified, SOCKADDR_BYTES);
    Libc.shutdown(fd, SHUT_RDWR);
  }

  /** Takes and clears the pending error of the socket: a positive errno, or 0. */
  public int takeError() {
    return intOption(SOL_SOCKET, SO_ERROR);
  }

  /** Lets a port be bound again while old connections are in TIME_WAIT. */
  public void reuseAddress() {
    setOption(SOL_SOCKET, SO_REUSEADDR, 1);
  }

  /** Sends small segments at once: tcp(7), TCP_NODELAY. */
  public void noDelay() {
    setOption(Native.IPPROTO_TCP, TCP_NODELAY, 1);
  }

  /**
   * Announces how large a segment it takes: tcp(7), TCP_MAXSEG. It has to be set before the
   * connection is made; connections of a listener have it from the listener.
   */
  public void maxSegment(int sizeBytes) {
    setOption(Native.IPPROTO_TCP, TCP_MAXSEG, sizeBytes);
  }

  /** Keeps an IPv6 socket from taking IPv4 as well. */
  public void v6Only() {
    setOption(IPPROTO_IPV6, IPV6_V6ONLY, 1);
  }

  /**
   * Sets the receive buffer in bytes: socket(7), SO_RCVBUF. The kernel doubles the value, for its
   * own bookkeeping, and has a least value of its own.
   */
  public void receiveBuffer(int sizeBytes) {
    setOption(SOL_SOCKET, SO_RCVBUF, sizeBytes);
  }

  /** Sets the send buffer in bytes: socket(7), SO_SNDBUF. The kernel doubles the value. */
  public void sendBuffer(int sizeBytes) {
    setOption(SOL_SOCKET, SO_SNDBUF, sizeBytes);
  }

  /**
   * Reports ICMP errors (port unreachable) on a socket that is not connected: ip(7), IP_RECVERR.
   * The next call on the socket fails with the error.
   */
  public void reportIcmpErrors(SocketName like) {
    if (like.family() == Native.AF_INET6) {
      setOption(IPPROTO_IPV6, IPV6_RECVERR, 1);
    } else {
      setOption(IPPROTO_IP, IP_RECVERR, 1);
    }
  }

  /** Throws away the ICMP errors that wait: ip(7), MSG_ERRQUEUE. */
  public void dropIcmpErrors() {
    MemorySegment scratch = SCRATCH.get();
    int result = 0;
    while (result >= 0) {
      result =
          Libc.recv(fd, scratch, scratch.byteSize(), Native.MSG_ERRQUEUE | Native.MSG_DONTWAIT);
    }
  }

  /** The process that listened or connected on the other side of a Unix stream: SO_PEERCRED. */
  public int peerProcess() {
    return intOption(SOL_SOCKET, SO_PEERCRED);
  }

  /**
   * The bytes that the receiver has not read yet (Unix) or not acknowledged yet (TCP): SIOCOUTQ. On
   * Unix sockets the kernel's bookkeeping is counted too, so only 0 has an exact meaning.
   */
  public int unreadByPeer() {
    MemorySegment scratch = SCRATCH.get();
    check("ask for the output queue", Libc.ioctl(fd, SIOCOUTQ, scratch));
    return scratch.get(Native.INT, 0);
  }

  /** The inode by which the kernel's tables know this socket. */
  public long inode() {
    long inode = inodeOf(fd);
    check("stat a socket", (int) Math.min(0, inode));
    return inode;
  }

  /** The inode behind any descriptor of this process, or a negated errno. */
  static long inodeOf(int descriptor) {
    MemorySegment scratch = SCRATCH.get();
    int result = Libc.fstat(descriptor, scratch);
    return result < 0 ? result : scratch.get(Native.LONG, STAT_INODE_OFFSET);
  }

  /** The name that this socket is bound to. */
  public SocketName localName() {
    MemorySegment scratch = SCRATCH.get();
    MemorySegment length = scratch.asSlice(SocketName.MAX_SIZE_BYTES, 4);
    length.set(Native.INT, 0, SocketName.MAX_SIZE_BYTES);
    check("ask for a socket's name", Libc.getsockname(fd, scratch, length));
    return SocketName.read(scratch, length.get(Native.INT, 0));
  }

  /** The name that this socket is connected to. */
  public SocketName remoteName() {
    MemorySegment scratch = SCRATCH.get();
    MemorySegment length = scratch.asSlice(SocketName.MAX_SIZE_BYTES, 4);
    length.set(Native.INT, 0, SocketName.MAX_SIZE_BYTES);
    check("ask for a socket's peer", Libc.getpeername(fd, scratch, length));
    return SocketName.read(scratch, length.get(Native.INT, 0));
  }

  /** Peeks without waiting: what recv(2) with MSG_PEEK and MSG_DONTWAIT gives. */
  int peek(MemorySegment into) {
    return Libc.recv(fd, into, into.byteSize(), Native.MSG_PEEK | Native.MSG_DONTWAIT);
  }

  @Override
  public void close() {
    int old = fd;
    fd = -1;
    if (old >= 0) {
      int result = Libc.close(old);
      if (Errno.EBADF.is(result)) {
        throw new AssertionError("descriptor " + old + " was closed twice");
      }
    }
  }

  private void setOption(int level, int option, int value) {
    MemorySegment scratch = SCRATCH.get();
    scratch.set(Native.INT, 0, value);
    check(
        "set socket option " + level + "/" + option,
        Libc.setsockopt(fd, level, option, scratch, 4));
  }

  private int intOption(int level, int option) {
    MemorySegment scratch = SCRATCH.get();
    MemorySegment length = scratch.asSlice(SocketName.MAX_SIZE_BYTES, 4);
    length.set(Native.INT, 0, SocketName.MAX_SIZE_BYTES);
    check(
        "get socket option " + level + "/" + option,
        Libc.getsockopt(fd, level, option, scratch, length));
    return scratch.get(Native.INT, 0);
  }

  private static void check(String what, int result) {
    if (result < 0) {
      throw new KernelException(what, -result);
    }
  }
}
