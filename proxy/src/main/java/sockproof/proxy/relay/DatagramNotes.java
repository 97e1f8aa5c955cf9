package sockproof.proxy.relay;

import sockproof.proxy.core.Direction;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.trace.TraceEvent;

/**
 * Notes what becomes of the datagrams of one direction of a session: when the receiver has read
 * them, and which its socket did not take, because it is connected to another address.
 */
final class DatagramNotes {
  private final RelayContext context;
  private final EdgeLoop loop;
  private final int number;
  private final Direction direction;
  private final SocketName genuine;
  private final SocketName receiver;
  private final ReadNotes reads;
  private long sent;

  /**
   * Notes of one direction.
   *
   * @param socket sends the genuine ones
   * @param genuine the address from which the receiver sees them come
   * @param out where datagrams wait that cannot be sent yet
   */
  DatagramNotes(
      RelayContext context,
      EdgeLoop loop,
      int number,
      Direction direction,
      KernelSocket socket,
      SocketName genuine,
      SocketName receiver,
      DatagramOut out) {
    this.context = context;
    this.loop = loop;
    this.number = number;
    this.direction = direction;
    this.genuine = genuine;
    this.receiver = receiver;
    this.reads =
        new ReadNotes(
            context,
            loop,
            number,
            direction,
            () -> loop.datagramProbe(socket, genuine, receiver),
            out::isEmpty);
  }

  /** A datagram was sent from the genuine address. */
  void sent() {
    sent++;
    reads.sent(sent);
  }

  /** A datagram was sent from another address. */
  void sentFrom(SocketName source) {
    if (loop.isTaken(genuine, receiver) && !loop.isTaken(source, receiver)) {
      context.record(
          TraceEvent.Kind.FILTERED, number, direction, "the socket is connected to " + genuine);
    } else {
      sent();
    }
  }

  /** Stops, before the sockets are closed. */
  void close() {
    reads.close();
  }
}
