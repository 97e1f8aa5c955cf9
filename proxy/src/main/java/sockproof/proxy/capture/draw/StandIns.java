package sockproof.proxy.capture.draw;

import sockproof.proxy.core.Bytes;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.packet.IpFlow;
import sockproof.proxy.trace.Wire;

/**
 * IP addresses as packets need them. Those of Unix sockets are made up, of the block for
 * documentation (RFC 3849), with ports of the dynamic range (RFC 6335) that few dissectors claim.
 */
final class StandIns {
  /** What the addresses stand for. */
  static final String LEGEND =
      "2001:db8::1 stands for the relay, ::2 for its clients, ::3 for the server and ::4 for "
          + "anybody else; port 64000 stands for a listener, and others tell connections or paths "
          + "apart";

  static final Bytes RELAY = address(1);
  static final Bytes CLIENT = address(2);
  static final Bytes SERVER = address(3);
  static final Bytes OTHER = address(4);

  private static final int LISTENER_PORT = 64_000;
  private static final int FIRST_CONNECTION_PORT = 49_152;
  private static final int CONNECTION_PORTS = 14_000;
  private static final int FIRST_PATH_PORT = 63_200;
  private static final int PATH_PORTS = 700;

  private StandIns() {}

  private static Bytes address(int last) {
    byte[] bytes = new byte[16];
    bytes[0] = 0x20;
    bytes[1] = 0x01;
    bytes[2] = 0x0d;
    bytes[3] = (byte) 0xb8;
    bytes[15] = (byte) last;
    return Bytes.of(bytes);
  }

  /** From the client or server to the relay. */
  static IpFlow fromPeer(Wire wire) {
    int port = FIRST_CONNECTION_PORT + (wire.connection() - 1) % CONNECTION_PORTS;
    boolean client = wire.side() == Wire.Side.CLIENT;
    if (!(wire.local() instanceof SocketName.Inet local)) {
      return client
          ? new IpFlow(CLIENT, port, RELAY, LISTENER_PORT)
          : new IpFlow(SERVER, LISTENER_PORT, RELAY, port);
    }
    // A client that was gone before it could be asked for its name has none.
    return wire.peer() instanceof SocketName.Inet peer
        ? flow(peer, local)
        : flow(new SocketName.Inet(zeros(local.address().length()), 0, 0), local);
  }

  /**
   * From a socket to another one.
   *
   * @param genuine from the ordinary address to the other one
   * @param source in place of the ordinary address
   * @param host that stands for the source if it is a Unix socket
   */
  static IpFlow from(SocketName source, IpFlow genuine, Bytes host) {
    if (!(source instanceof SocketName.Inet inet)) {
      int port = FIRST_PATH_PORT + Math.floorMod(source.hashCode(), PATH_PORTS);
      return new IpFlow(host, port, genuine.destination(), genuine.destinationPort());
    }
    SocketName.Inet plain = inet.unmapped();
    boolean asOrdinary =
        isZero(plain.address()) || plain.address().length() != genuine.source().length();
    return new IpFlow(
        asOrdinary ? genuine.source() : plain.address(),
        plain.port(),
        genuine.destination(),
        genuine.destinationPort());
  }

  private static IpFlow flow(SocketName.Inet source, SocketName.Inet destination) {
    SocketName.Inet from = source.unmapped();
    SocketName.Inet to = destination.unmapped();
    Bytes at = to.address();
    // A socket on all addresses of IPv6 takes IPv4 as well.
    boolean same = at.length() == from.address().length();
    return new IpFlow(
        from.address(), from.port(), same ? at : zeros(from.address().length()), to.port());
  }

  private static Bytes zeros(int length) {
    return Bytes.of(new byte[length]);
  }

  private static boolean isZero(Bytes address) {
    return address.equals(zeros(address.length()));
  }
}
