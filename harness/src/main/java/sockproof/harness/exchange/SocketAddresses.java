package sockproof.harness.exchange;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import sockproof.proxy.plan.Endpoint;

/** Between the addresses of the relay and those of the JDK. */
final class SocketAddresses {
  private SocketAddresses() {}

  static SocketAddress of(Endpoint endpoint) throws UnknownHostException {
    return switch (endpoint) {
      case Endpoint.Tcp(String host, int port) ->
          new InetSocketAddress(InetAddress.getByName(host), port);
      case Endpoint.Udp(String host, int port) ->
          new InetSocketAddress(InetAddress.getByName(host), port);
      case Endpoint.Unix(Path path) -> UnixDomainSocketAddress.of(path);
      case Endpoint.UnixDatagram(Path path) -> UnixDomainSocketAddress.of(path);
    };
  }

  static Endpoint datagram(SocketAddress address) {
    return switch (address) {
      case UnixDomainSocketAddress unix -> new Endpoint.UnixDatagram(unix.getPath());
      case InetSocketAddress inet ->
          new Endpoint.Udp(inet.getAddress().getHostAddress(), inet.getPort());
      default -> throw new AssertionError(address);
    };
  }

  static Endpoint stream(SocketAddress address) {
    return switch (address) {
      case UnixDomainSocketAddress unix -> new Endpoint.Unix(unix.getPath());
      case InetSocketAddress inet ->
          new Endpoint.Tcp(inet.getAddress().getHostAddress(), inet.getPort());
      default -> throw new AssertionError(address);
    };
  }
}
