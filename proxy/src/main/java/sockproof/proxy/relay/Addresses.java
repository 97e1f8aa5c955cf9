package sockproof.proxy.relay;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import sockproof.proxy.kernel.Errno;
import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.plan.Endpoint;

/** From endpoints to socket names and back, and from what went wrong to a sentence. */
final class Addresses {
  private static final int FIRST_UNPRIVILEGED_PORT = 1024;

  private Addresses() {}

  /**
   * All names of an endpoint, in the order in which to try them.
   *
   * @param listening true to listen there, false to connect or send to it
   */
  static List<SocketName> resolve(Endpoint endpoint, boolean listening) {
    return switch (endpoint) {
      case Endpoint.Tcp(String host, int port) -> inet(endpoint, listening, host, port);
      case Endpoint.Udp(String host, int port) -> inet(endpoint, listening, host, port);
      case Endpoint.Unix(Path path) -> List.of(unix(endpoint, listening, path));
      case Endpoint.UnixDatagram(Path path) -> List.of(unix(endpoint, listening, path));
    };
  }

  private static List<SocketName> inet(
      Endpoint endpoint, boolean listening, String host, int port) {
    try {
      return Stream.of(InetAddress.getAllByName(host))
          .map(address -> SocketName.Inet.of(address, port))
          // The kernel takes the wildcard as a destination for loopback, and answers from there.
          .<SocketName>map(
              name ->
                  !listening && name.host().isAnyLocalAddress()
                      ? loopbackLike(name).withPort(port)
                      : name)
          .toList();
    } catch (UnknownHostException e) {
      throw new RelayException(
          "Cannot "
              + (listening ? "listen on" : "relay to")
              + " "
              + endpoint
              + ": the host `"
              + host
              + "` is not known; check its spelling or give an IP address.",
          e);
    }
  }

  private static SocketName unix(Endpoint endpoint, boolean listening, Path path) {
    SocketName.Unix name = SocketName.Unix.of(path.toString());
    if (!name.fits()) {
      throw new RelayException(
          "Cannot "
              + (listening ? "listen on" : "relay to")
              + " "
              + endpoint
              + ": the path has "
              + name.path().length()
              + " bytes and a Unix socket's path at most "
              + SocketName.MAX_PATH_BYTES
              + "; use a shorter one.");
    }
    return name;
  }

  /** A loopback address of the family of another, with any free port. */
  static SocketName.Inet loopbackLike(SocketName.Inet like) {
    return SocketName.Inet.of(InetAddress.ofLiteral(like.isV6() ? "::1" : "127.0.0.1"), 0);
  }

  /**
   * The address that the kernel gives a datagram to a receiver when its socket is bound to all.
   *
   * @param port of the result
   * @throws KernelException when there is no way to the receiver
   */
  static SocketName.Inet sourceTowards(SocketName.Inet receiver, int port) {
    try (KernelSocket socket = KernelSocket.openDatagram(receiver)) {
      int result = socket.connect(receiver);
      if (result < 0) {
        throw new KernelException("find the way to " + receiver, -result);
      }
      return ((SocketName.Inet) socket.localName()).withPort(port);
    }
  }

  /** The address that stands for all of this machine, of the family of another, with any port. */
  static SocketName.Inet wildcardLike(SocketName.Inet like) {
    return SocketName.Inet.of(InetAddress.ofLiteral(like.isV6() ? "::" : "0.0.0.0"), 0);
  }

  /** The endpoint with the port or path that the kernel gave. */
  static Endpoint chosen(Endpoint asked, SocketName bound) {
    int port = bound instanceof SocketName.Inet inet ? inet.port() : 0;
    return switch (asked) {
      case Endpoint.Tcp(String host, int ignored) -> new Endpoint.Tcp(host, port);
      case Endpoint.Udp(String host, int ignored) -> new Endpoint.Udp(host, port);
      case Endpoint.Unix unix -> unix;
      case Endpoint.UnixDatagram unixDatagram -> unixDatagram;
    };
  }

  /** What to tell a user whose listener could not be bound. */
  static RelayException cannotListen(Endpoint endpoint, KernelException cause) {
    return new RelayException(
        "Cannot listen on " + endpoint + ": " + reason(endpoint, cause) + ".", cause);
  }

  private static String reason(Endpoint endpoint, KernelException cause) {
    boolean unix = endpoint instanceof Endpoint.Unix || endpoint instanceof Endpoint.UnixDatagram;
    if (cause.is(Errno.EADDRINUSE)) {
      return unix
          ? "another program has the path; stop it or use another path"
          : "another program has the port; stop it, or use port 0 to get a free one";
    }
    if (cause.is(Errno.EACCES) && unix) {
      return "no permission to create the socket file there; use another path";
    }
    if (cause.is(Errno.EACCES) && portOf(endpoint) < FIRST_UNPRIVILEGED_PORT) {
      return "ports below 1024 need a privilege; use a higher port, or 0 to get a free one";
    }
    if (cause.is(Errno.ENOENT)) {
      return "its directory does not exist; create it first";
    }
    if (cause.is(Errno.EADDRNOTAVAIL)) {
      return "the address is not one of this machine; use 127.0.0.1 or one that is";
    }
    if (cause.is(Errno.EAFNOSUPPORT)) {
      return "this machine has no such address family; use 127.0.0.1";
    }
    if (cause.is(Errno.EMFILE) || cause.is(Errno.ENFILE)) {
      return "too many open files; raise the limit (ulimit -n)";
    }
    return Errno.describe(cause.errno());
  }

  private static int portOf(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Tcp(String host, int port) -> port;
      case Endpoint.Udp(String host, int port) -> port;
      case Endpoint.Unix ignored -> FIRST_UNPRIVILEGED_PORT;
      case Endpoint.UnixDatagram ignored -> FIRST_UNPRIVILEGED_PORT;
    };
  }
}
