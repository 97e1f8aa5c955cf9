package sockproof.proxy.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Looks at the receive queue of the UDP socket that takes what one address sends to another: a
 * connected one, or whichever the kernel would choose. The kernel puts a datagram of this machine
 * into that queue before the call that sends it returns; what has left the queue has been read.
 */
public final class UdpReadProbe implements ReadProbe {
  private final SockDiag diag;
  private final DatagramCosts costs;
  private final SocketName.Inet sender;
  private final SocketName.Inet receiver;
  private final Deque<Long> unread = new ArrayDeque<>();
  private int taken;

  /**
   * A probe of what one address sends to another.
   *
   * @param diag used by the same thread as the probe
   */
  public UdpReadProbe(
      SockDiag diag, DatagramCosts costs, SocketName.Inet sender, SocketName.Inet receiver) {
    this.diag = diag;
    this.costs = costs;
    this.sender = sender.unmapped();
    this.receiver = receiver.unmapped();
  }

  /** A datagram with so many bytes of payload was sent, and the receiver's socket took it. */
  public void sent(int length) {
    unread.add(costs.of(length, receiver.isV6()));
  }

  /** True when something is not known to have been read. */
  public boolean isWaiting() {
    return !unread.isEmpty();
  }

  /** How many datagrams were read between the last two answers. */
  public int taken() {
    return taken;
  }

  /** Here {@link Answer#READ} says that some datagrams were read. */
  @Override
  public Answer ask(long sentBytes, long nowNanos) {
    SocketEntry socket = diag.udpReceiver(sender, receiver);
    if (socket == null) {
      return Answer.GONE;
    }
    int left = left(socket.receiveQueueBytes());
    taken = unread.size() - left;
    if (taken == 0) {
      return Answer.UNREAD;
    }
    for (int i = 0; i < taken; i++) {
      unread.remove();
    }
    return Answer.READ;
  }

  /** How many of the last datagrams fill the queue; all of them where that cannot be told. */
  private int left(long queueBytes) {
    long sum = 0;
    int count = 0;
    Iterator<Long> newestFirst = unread.descendingIterator();
    while (sum < queueBytes && newestFirst.hasNext()) {
      sum += newestFirst.next();
      count++;
    }
    return sum == queueBytes ? count : unread.size();
  }

  @Override
  public SocketReader.Doing reader() {
    return SocketReader.Doing.UNKNOWN;
  }

  @Override
  public void close() {}
}
