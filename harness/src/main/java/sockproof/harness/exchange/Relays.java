package sockproof.harness.exchange;

import java.nio.file.Path;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.relay.FreshLoopback;
import sockproof.proxy.relay.Relay;
import sockproof.proxy.relay.RelayConfig;

/** Starts the relay of a case: on loopback, on a port or path of its own. */
final class Relays {
  private Relays() {}

  static Relay start(Exchange exchange, Endpoint upstream, Path directory, String name) {
    return start(exchange, listen(exchange.network(), directory, name), upstream);
  }

  /**
   * A relay for a client that connects to whatever address it is given. One with a small window
   * listens where the client's kernel has least room for what it sends.
   */
  static Relay startAnywhere(Exchange exchange, Endpoint upstream, Path directory, String name) {
    boolean narrow = exchange.plan().receiveBufferBytes(Direction.TO_SERVER).isPresent();
    boolean movable = exchange.network().equals(new Network(Medium.TCP, 4));
    return narrow && movable
        ? start(exchange, new Endpoint.Tcp(FreshLoopback.next().getHostAddress(), 0), upstream)
        : start(exchange, upstream, directory, name);
  }

  private static Relay start(Exchange exchange, Endpoint listen, Endpoint upstream) {
    return Relay.start(
        RelayConfig.between(listen, upstream)
            .withPlan(exchange.plan())
            .withFraming(sockproof.proxy.core.Framing.parse(exchange.framing().word()))
            .withSeed(exchange.seed())
            .watchingReads());
  }

  /** A relay that knows nothing of what is said, and follows a server to another port. */
  static Relay startBlind(Exchange exchange, Endpoint upstream, Path directory) {
    return Relay.start(
        RelayConfig.between(listen(exchange.network(), directory, "a"), upstream)
            .withPlan(exchange.plan())
            .withSeed(exchange.seed())
            .followingServer()
            .watchingReads());
  }

  /** Any free port of loopback, or a path in a directory. */
  static Endpoint listen(Network network, Path directory, String name) {
    String host = network.loopback();
    return switch (network.medium()) {
      case TCP -> new Endpoint.Tcp(host, 0);
      case UDP -> new Endpoint.Udp(host, 0);
      case UNIX -> new Endpoint.Unix(directory.resolve("relay-" + name + ".sock"));
      case UNIX_DATAGRAM -> new Endpoint.UnixDatagram(directory.resolve("relay-" + name + ".sock"));
    };
  }
}
