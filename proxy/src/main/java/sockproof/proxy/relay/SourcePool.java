package sockproof.proxy.relay;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.kernel.Errno;
import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;

/**
 * Sockets from which datagrams are sent that shall not seem to come from the genuine address. Each
 * is bound when it is first needed and kept; nothing is ever read from them.
 */
final class SourcePool implements AutoCloseable {
  private static final int LOOPBACK_NET = 127;
  private static final int LAST_HOST = 254;

  private final SocketName genuine;
  private final SocketFiles files;
  private final Map<Datagram.Source, KernelSocket> sockets = new HashMap<>();

  /**
   * A pool.
   *
   * @param genuine the address that the receiver takes for the genuine one
   * @param files makes paths for Unix sockets
   */
  SourcePool(SocketName genuine, SocketFiles files) {
    this.genuine = genuine;
    this.files = files;
  }

  /**
   * The socket for a source other than the genuine one.
   *
   * @throws RelayException with one sentence when this machine cannot send from there
   */
  KernelSocket socketFor(Datagram.Source source) {
    KernelSocket known = sockets.get(source);
    if (known == null) {
      known =
          switch (genuine) {
            case SocketName.Inet inet -> open(source, inet);
            case SocketName.Unix ignored -> openUnix(source);
          };
      sockets.put(source, known);
    }
    return known;
  }

  /**
   * The source that differs from the genuine one as a stray's address differs from the expected.
   */
  static Datagram.Source kindOf(SocketName stray, SocketName expected) {
    if (stray instanceof SocketName.Inet from && expected instanceof SocketName.Inet wanted) {
      if (from.address().equals(wanted.address())) {
        return new Datagram.Source.OtherPort();
      }
      return from.port() == wanted.port()
          ? new Datagram.Source.OtherHost()
          : new Datagram.Source.Both();
    }
    return new Datagram.Source.OtherPort();
  }

  private static KernelSocket open(Datagram.Source source, SocketName.Inet genuine) {
    return switch (source) {
      case Datagram.Source.OtherPort() -> bound(genuine.withPort(0), source);
      case Datagram.Source.OtherHost() -> onOtherHost(genuine, genuine.port(), source);
      case Datagram.Source.Both() -> onOtherHost(genuine, 0, source);
      case Datagram.Source.Address(String host, int port) -> bound(literal(host, port), source);
      case Datagram.Source.Genuine(), Datagram.Source.Exact() ->
          throw new IllegalArgumentException("no other source: " + source.describe());
    };
  }

  private KernelSocket openUnix(Datagram.Source source) {
    if (!(source instanceof Datagram.Source.OtherPort)) {
      throw new RelayException(
          "Cannot send from "
              + source.describe()
              + ": a Unix datagram socket has a path alone; use from: other-port.");
    }
    return files.bindNew();
  }

  private static KernelSocket onOtherHost(
      SocketName.Inet genuine, int port, Datagram.Source source) {
    if (genuine.isV6() || genuine.address().at(0) != LOOPBACK_NET) {
      throw new RelayException(
          "Cannot send from "
              + source.describe()
              + ": only IPv4 loopback (127.0.0.0/8) has several hosts on one machine, and the "
              + "relay's address is "
              + genuine
              + "; use from: other-port, or an IPv4 loopback address.");
    }
    KernelException last = new KernelException("bind", Errno.EADDRINUSE.number());
    for (int host = 2; host <= LAST_HOST; host++) {
      Bytes address = Bytes.of(new byte[] {LOOPBACK_NET, 0, 0, (byte) host});
      if (!address.equals(genuine.address())) {
        try {
          return bind(new SocketName.Inet(address, port, 0));
        } catch (KernelException e) {
          if (!e.is(Errno.EADDRINUSE)) {
            throw cannot(source, e);
          }
          last = e;
        }
      }
    }
    throw cannot(source, last);
  }

  private static SocketName.Inet literal(String host, int port) {
    try {
      return SocketName.Inet.of(InetAddress.ofLiteral(host), port);
    } catch (IllegalArgumentException e) {
      throw new RelayException(
          "Cannot send from " + host + ":" + port + ": give the host as an IP address.", e);
    }
  }

  private static KernelSocket bound(SocketName.Inet name, Datagram.Source source) {
    try {
      return bind(name);
    } catch (KernelException e) {
      throw cannot(source, e);
    }
  }

  private static KernelSocket bind(SocketName.Inet name) {
    KernelSocket socket = KernelSocket.openDatagram(name);
    try {
      socket.bind(name);
      return socket;
    } catch (KernelException e) {
      socket.close();
      throw e;
    }
  }

  private static RelayException cannot(Datagram.Source source, KernelException cause) {
    return new RelayException(
        "Cannot send from " + source.describe() + ": " + Errno.describe(cause.errno()) + ".",
        cause);
  }

  @Override
  public void close() {
    sockets.values().forEach(KernelSocket::close);
    sockets.clear();
  }
}
