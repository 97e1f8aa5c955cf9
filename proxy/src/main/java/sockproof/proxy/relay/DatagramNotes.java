package sockproof.proxy.relay;

import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Direction;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.kernel.UdpReadProbe;

/** Notes what becomes of the datagrams of one direction of a session. */
interface DatagramNotes {
  /**
   * A datagram was sent.
   *
   * @param source the address from which the receiver sees it come
   * @param length its payload, in bytes
   */
  void sentFrom(SocketName source, int length);

  /** Stops, before the sockets are closed. */
  void close();

  /**
   * Notes, where the relay is to watch what is read and can; else nothing.
   *
   * @param socket sends the genuine ones
   * @param genuine the address from which the receiver sees them come
   * @param out where datagrams wait that cannot be sent yet
   */
  static @Nullable DatagramNotes of(
      RelayContext context,
      EdgeLoop loop,
      int number,
      Direction direction,
      KernelSocket socket,
      SocketName genuine,
      SocketName receiver,
      DatagramOut out) {
    if (!context.config().watchesReads()) {
      return null;
    }
    if (genuine instanceof SocketName.Inet from && receiver instanceof SocketName.Inet to) {
      UdpReadProbe probe = loop.udpProbe(from, to);
      return probe == null ? null : new UdpNotes(context, loop, number, direction, from, to, probe);
    }
    ReadNotes reads =
        new ReadNotes(
            context,
            loop,
            number,
            direction,
            () -> loop.outputQueueProbe(socket, receiver),
            out::isEmpty);
    return new DatagramNotes() {
      private long sent;

      @Override
      public void sentFrom(SocketName source, int length) {
        reads.sent(++sent);
      }

      @Override
      public void close() {
        reads.close();
      }
    };
  }
}
