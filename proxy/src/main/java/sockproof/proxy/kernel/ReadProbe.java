package sockproof.proxy.kernel;

/**
 * Finds out whether the receiver of a stream has read all that was sent to it out of its kernel
 * buffer, exactly: when the answer is {@link Answer#READ}, no call that reads is under way that
 * could still take bytes sent from now on together with bytes sent before.
 */
public sealed interface ReadProbe extends AutoCloseable
    permits TcpReadProbe,
        UnixReadProbe,
        UdpReadProbe,
        OutputQueueProbe,
        BlindReadProbe,
        GoneReadProbe {
  /** What a probe finds. */
  enum Answer {
    /** Everything has been read. */
    READ,
    /** The receiver is gone; whether it had read everything is not known. */
    GONE,
    /** Something is on its way or lies in the receiver's kernel buffer; ask again later. */
    UNREAD,
    /** The receiver is not on this machine, or not in this network namespace: no way to know. */
    UNKNOWN
  }

  /**
   * Asks once; takes a few microseconds.
   *
   * @param sentBytes all bytes that the socket has taken for sending since it was connected
   * @param nowNanos the time by any clock that never goes back
   */
  Answer ask(long sentBytes, long nowNanos);

  /**
   * What the program at the other end does while it leaves something unread: recv() with {@code
   * MSG_PEEK | MSG_WAITALL} waits for more, for one. It takes up to some milliseconds.
   */
  SocketReader.Doing reader();

  @Override
  void close();

  /** A probe that never knows, for where the kernel has no socket diagnostics. */
  static ReadProbe blind() {
    return new BlindReadProbe();
  }

  /**
   * A probe for a stream that is not exact enough for lockstep, and never touches the receiver's
   * socket.
   *
   * @param socket our end, connected; it must stay open as long as the probe is used
   * @param diag used by the same thread as the probe
   */
  static ReadProbe fromOutside(KernelSocket socket, SockDiag diag) {
    return socket.localName() instanceof SocketName.Unix
        ? new OutputQueueProbe(socket, () -> diag.unixPeerInode(socket.inode()) != 0)
        : of(socket, diag);
  }

  /**
   * A probe for Unix datagrams, not exact enough for lockstep either.
   *
   * @param socket our end; it must stay open as long as the probe is used
   * @param to the receiver's name
   */
  static ReadProbe ofDatagrams(KernelSocket socket, SocketName to) {
    return new OutputQueueProbe(socket, () -> SocketTable.unixDatagramNamed(to).isPresent());
  }

  /**
   * The probe for a connected stream socket of ours.
   *
   * @param socket our end; it must stay open as long as the probe is used
   * @param diag used by the same thread as the probe
   */
  static ReadProbe of(KernelSocket socket, SockDiag diag) {
    return switch (socket.localName()) {
      case SocketName.Inet local -> {
        try {
          yield new TcpReadProbe(diag, local, (SocketName.Inet) socket.remoteName());
        } catch (KernelException e) {
          if (!Errno.ENOTCONN.is(-e.errno())) {
            throw e;
          }
          yield new GoneReadProbe(); // It was reset.
        }
      }
      case SocketName.Unix ignored -> new UnixReadProbe(socket, diag);
    };
  }
}
