package sockproof.proxy.capture;

import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.trace.Wire;

/** The address from which a socket that is bound to all addresses talks to somebody. */
final class Sources {
  private Sources() {}

  /** The same with the relay's address in place of the one that stands for all. */
  static Wire concrete(Wire wire) {
    if (!(wire.local() instanceof SocketName.Inet local)
        || !(wire.peer() instanceof SocketName.Inet peer)
        || !local.host().isAnyLocalAddress()) {
      return wire;
    }
    SocketName.Inet to = peer.unmapped();
    try (KernelSocket socket = KernelSocket.openDatagram(to)) {
      if (socket.connect(to) < 0 || !(socket.localName() instanceof SocketName.Inet found)) {
        return wire;
      }
      return new Wire(
          wire.connection(),
          wire.stream(),
          wire.side(),
          found.withPort(local.port()),
          to,
          wire.nanos(),
          wire.zeroEpochNanos());
    } catch (KernelException e) {
      return wire; // no way to the peer any more: all zeros say as much
    }
  }
}
