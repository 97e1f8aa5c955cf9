package sockproof.proxy.relay;

import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Direction;
import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.kernel.UdpReadProbe;
import sockproof.proxy.trace.TraceEvent;

/**
 * Notes when a UDP receiver has read each of the datagrams that were sent to it, and which its
 * socket did not take, because it is connected to another address.
 */
final class UdpNotes implements DatagramNotes, ReadWatcher.Reader {
  private final RelayContext context;
  private final EdgeLoop loop;
  private final int number;
  private final Direction direction;
  private final SocketName.Inet genuine;
  private final SocketName.Inet receiver;
  private final UdpReadProbe probe;
  private ReadWatcher.@Nullable Question question;
  private boolean closed;

  /**
   * Notes for one direction of a session.
   *
   * @param genuine the address from which the receiver sees the genuine ones come
   */
  UdpNotes(
      RelayContext context,
      EdgeLoop loop,
      int number,
      Direction direction,
      SocketName.Inet genuine,
      SocketName.Inet receiver,
      UdpReadProbe probe) {
    this.context = context;
    this.loop = loop;
    this.number = number;
    this.direction = direction;
    this.genuine = genuine;
    this.receiver = receiver;
    this.probe = probe;
  }

  @Override
  public void sentFrom(SocketName source, int length) {
    if (closed) {
      return;
    }
    try {
      if (!source.equals(genuine) && isFiltered(source)) {
        context.record(
            TraceEvent.Kind.FILTERED, number, direction, "the socket is connected to " + genuine);
        return;
      }
      probe.sent(length);
      if (question == null) {
        question = loop.watcher().watch(probe, 0, this);
      }
    } catch (KernelException e) {
      cannotTell(e);
    }
  }

  private boolean isFiltered(SocketName source) {
    return source instanceof SocketName.Inet from
        && loop.hasUdpReceiver(genuine, receiver)
        && !loop.hasUdpReceiver(from, receiver);
  }

  @Override
  public void hasRead(ReadWatcher.Why why) {
    question = null;
    if (why == ReadWatcher.Why.READ && !closed) {
      context.record(TraceEvent.Kind.DRAINED, number, direction, String.valueOf(probe.taken()));
      if (probe.isWaiting()) {
        question = loop.watcher().watch(probe, 0, this);
      }
    }
  }

  /** Nothing more can be known; what is noted besides stays true. */
  @Override
  public void cannotTell(KernelException why) {
    close();
  }

  @Override
  public void close() {
    closed = true;
    if (question != null) {
      loop.watcher().cancel(question);
      question = null;
    }
  }
}
