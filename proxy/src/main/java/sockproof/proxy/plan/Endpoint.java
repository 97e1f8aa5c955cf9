package sockproof.proxy.plan;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import sockproof.proxy.core.Medium;

/** Where a relay listens or connects to. Text forms: see {@link #parse}. */
public sealed interface Endpoint {
  /** A TCP address; port 0 asks for any free one. */
  record Tcp(String host, int port) implements Endpoint {
    @Override
    public String toString() {
      return "tcp://" + bracketed(host) + ":" + port;
    }
  }

  /** A UDP address; port 0 asks for any free one. */
  record Udp(String host, int port) implements Endpoint {
    @Override
    public String toString() {
      return "udp://" + bracketed(host) + ":" + port;
    }
  }

  /** The path of a Unix stream socket. */
  record Unix(Path path) implements Endpoint {
    @Override
    public String toString() {
      return "unix:" + path;
    }
  }

  /** The path of a Unix datagram socket. */
  record UnixDatagram(Path path) implements Endpoint {
    @Override
    public String toString() {
      return "unix-datagram:" + path;
    }
  }

  /**
   * Reads {@code tcp://host:port}, {@code udp://host:port}, {@code unix:/path} and {@code
   * unix-datagram:/path}; an IPv6 host stands in brackets, as in {@code tcp://[::1]:80}.
   *
   * @throws IllegalArgumentException with one sentence for anything else
   */
  static Endpoint parse(String text) {
    if (text.startsWith("tcp://")) {
      HostPort address = HostPort.parse(text.substring("tcp://".length()), text);
      return new Tcp(address.host(), address.port());
    }
    if (text.startsWith("udp://")) {
      HostPort address = HostPort.parse(text.substring("udp://".length()), text);
      return new Udp(address.host(), address.port());
    }
    if (text.startsWith("unix-datagram:")) {
      return new UnixDatagram(path(text, "unix-datagram:"));
    }
    if (text.startsWith("unix:")) {
      return new Unix(path(text, "unix:"));
    }
    throw new IllegalArgumentException(
        "address `"
            + text
            + "` is not one of tcp://host:port, udp://host:port, unix:/path, unix-datagram:/path");
  }

  /** The kind of socket. */
  default Medium medium() {
    return switch (this) {
      case Tcp tcp -> Medium.TCP;
      case Udp udp -> Medium.UDP;
      case Unix unix -> Medium.UNIX;
      case UnixDatagram unixDatagram -> Medium.UNIX_DATAGRAM;
    };
  }

  private static Path path(String text, String scheme) {
    String path = text.substring(scheme.length());
    try {
      if (!path.isEmpty()) {
        return Path.of(path);
      }
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("address `" + text + "` has an invalid path", e);
    }
    throw new IllegalArgumentException(
        "address `" + text + "` needs a path, as in " + scheme + "/tmp/example.sock");
  }

  private static String bracketed(String host) {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }
}
