package sockproof.proxy.relay;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.kernel.Errno;
import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;

/**
 * The addresses from which datagrams are sent to one side, and the sockets for those that are not
 * the genuine one. Each is bound when it is first needed and kept; nothing is ever read from them.
 */
final class SourcePool implements AutoCloseable {
  private static final int LOOPBACK_NET = 127;
  private static final int LAST_HOST = 254;

  private final SocketName genuine;
  private final SocketFiles files;
  private final boolean mayForge;
  private final @Nullable SourcePool fixed;
  private final Map<Datagram.Source, Origin> origins = new HashMap<>();

  /**
   * From where a datagram is sent.
   *
   * @param name the address that the receiver sees
   * @param socket an ordinary socket that has it; null where it takes a raw socket
   */
  record Origin(SocketName name, @Nullable KernelSocket socket) {}

  /**
   * A pool.
   *
   * @param genuine the address that the receiver takes for the genuine one
   * @param files makes paths for Unix sockets
   * @param mayForge whether raw sockets can stand in where no ordinary socket can be bound
   */
  SourcePool(SocketName genuine, SocketFiles files, boolean mayForge) {
    this(genuine, files, mayForge, null);
  }

  private SourcePool(
      SocketName genuine, SocketFiles files, boolean mayForge, @Nullable SourcePool fixed) {
    this.genuine = genuine;
    this.files = files;
    this.mayForge = mayForge;
    this.fixed = fixed;
  }

  /** A pool for another genuine address; sources that are given as addresses it takes from here. */
  SourcePool forOther(SocketName otherGenuine) {
    return new SourcePool(otherGenuine, files, mayForge, this);
  }

  /** The address that the receiver takes for the genuine one. */
  SocketName genuine() {
    return genuine;
  }

  /**
   * From where to send what shall come from a source.
   *
   * @throws RelayException with one sentence when this machine cannot send from there
   */
  Origin originOf(Datagram.Source source) {
    if (fixed != null && source instanceof Datagram.Source.Address) {
      return fixed.originOf(source);
    }
    Origin known = origins.get(source);
    if (known == null) {
      known =
          switch (genuine) {
            case SocketName.Inet inet -> open(source, inet);
            case SocketName.Unix ignored -> openUnix(source);
          };
      origins.put(source, known);
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

  private Origin open(Datagram.Source source, SocketName.Inet inet) {
    return switch (source) {
      case Datagram.Source.OtherPort() -> bound(inet.withPort(0), source);
      case Datagram.Source.OtherHost() -> onOtherHost(inet, inet.port(), source);
      case Datagram.Source.Both() -> onOtherHost(inet, 0, source);
      case Datagram.Source.Address(String host, int port) -> bound(literal(host, port), source);
      case Datagram.Source.Genuine(), Datagram.Source.Exact() -> new Origin(inet, null);
    };
  }

  private Origin openUnix(Datagram.Source source) {
    if (!(source instanceof Datagram.Source.OtherPort)) {
      throw new RelayException(
          "Cannot send from "
              + source.describe()
              + ": a Unix datagram socket has a path alone; use from: other-port.");
    }
    KernelSocket socket = files.bindNew();
    return new Origin(socket.localName(), socket);
  }

  private static Origin onOtherHost(SocketName.Inet genuine, int port, Datagram.Source source) {
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

  private Origin bound(SocketName.Inet name, Datagram.Source source) {
    try {
      return bind(name);
    } catch (KernelException e) {
      boolean notOurs = e.is(Errno.EADDRINUSE) || e.is(Errno.EADDRNOTAVAIL);
      if (notOurs && mayForge) {
        return new Origin(name, null);
      }
      throw notOurs
          ? new RelayException(
              "Cannot send from "
                  + source.describe()
                  + ": "
                  + Errno.describe(e.errno())
                  + "; take another one, or run with CAP_NET_RAW, which can forge it.",
              e)
          : cannot(source, e);
    }
  }

  private static Origin bind(SocketName.Inet name) {
    KernelSocket socket = KernelSocket.openDatagram(name);
    try {
      socket.bind(name);
      return new Origin(socket.localName(), socket);
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
    for (Origin origin : origins.values()) {
      if (origin.socket() != null) {
        origin.socket().close();
      }
    }
    origins.clear();
  }
}
