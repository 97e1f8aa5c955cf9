package sockproof.proxy.kernel;

/**
 * Looks at the receive queue of the UDP socket that takes what one address sends to another: a
 * connected one, or whichever the kernel would choose. The kernel puts a datagram of this machine
 * into that queue before the call that sends it returns.
 */
final class UdpReadProbe implements ReadProbe {
  private final SockDiag diag;
  private final SocketName.Inet sender;
  private final SocketName.Inet receiver;

  UdpReadProbe(SockDiag diag, SocketName.Inet sender, SocketName.Inet receiver) {
    this.diag = diag;
    this.sender = sender.unmapped();
    this.receiver = receiver.unmapped();
  }

  /** What a datagram socket has read does not depend on how much was sent to it. */
  @Override
  public Answer ask(long sentBytes, long nowNanos) {
    SocketEntry socket = diag.udpReceiver(sender, receiver);
    if (socket == null) {
      return Answer.GONE;
    }
    return socket.receiveQueueBytes() == 0 ? Answer.READ : Answer.UNREAD;
  }

  @Override
  public SocketReader.Doing reader() {
    return SocketReader.Doing.UNKNOWN;
  }

  @Override
  public void close() {}
}
