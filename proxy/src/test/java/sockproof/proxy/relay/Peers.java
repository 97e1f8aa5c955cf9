package sockproof.proxy.relay;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import sockproof.proxy.plan.Endpoint;

/** The two ends around a relay: a listener that accepts, and clients. */
final class Peers {
  /** The networks that carry streams. */
  enum Network {
    TCP4,
    TCP6,
    UNIX,
    TCP_TO_UNIX,
    UNIX_TO_TCP
  }

  /** A running relay with the listener behind it. */
  static final class Setup implements AutoCloseable {
    final ServerSocketChannel server;
    final Relay relay;

    private Setup(ServerSocketChannel server, Relay relay) {
      this.server = server;
      this.relay = relay;
    }

    /** A client of the relay. */
    SocketChannel connect() throws IOException {
      return Peers.connect(relay.listenEndpoint());
    }

    /** A client and the connection that the relay makes for it. */
    Pair open() throws IOException {
      SocketChannel client = connect();
      return new Pair(client, server.accept());
    }

    @Override
    public void close() throws IOException {
      relay.close();
      server.close();
    }
  }

  /** Both ends of one relayed connection. */
  record Pair(SocketChannel client, SocketChannel server) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      client.close();
      server.close();
    }
  }

  private Peers() {}

  static Setup setUp(Network network, Path directory) throws IOException {
    return setUp(network, directory, config -> config);
  }

  static Setup setUp(Network network, Path directory, UnaryOperator<RelayConfig> settings)
      throws IOException {
    return setUpWith(network, directory, config -> Relay.start(settings.apply(config)));
  }

  static Setup setUpWith(Network network, Path directory, Function<RelayConfig, Relay> start)
      throws IOException {
    Endpoint listen =
        switch (network) {
          case TCP4, TCP_TO_UNIX -> new Endpoint.Tcp("127.0.0.1", 0);
          case TCP6 -> new Endpoint.Tcp("::1", 0);
          case UNIX, UNIX_TO_TCP -> new Endpoint.Unix(directory.resolve("relay"));
        };
    ServerSocketChannel server =
        switch (network) {
          case TCP4, UNIX_TO_TCP -> listenTcp("127.0.0.1");
          case TCP6 -> listenTcp("::1");
          case UNIX, TCP_TO_UNIX -> listenUnix(directory.resolve("server"));
        };
    RelayConfig config = RelayConfig.between(listen, endpointOf(server));
    return new Setup(server, start.apply(config));
  }

  static ServerSocketChannel listenTcp(String host) throws IOException {
    return ServerSocketChannel.open()
        .bind(new InetSocketAddress(InetAddress.ofLiteral(host), 0), 4096);
  }

  static ServerSocketChannel listenUnix(Path path) throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(path), 4096);
  }

  static Endpoint endpointOf(ServerSocketChannel server) throws IOException {
    return switch (server.getLocalAddress()) {
      case InetSocketAddress inet ->
          new Endpoint.Tcp(inet.getAddress().getHostAddress(), inet.getPort());
      case UnixDomainSocketAddress unix -> new Endpoint.Unix(unix.getPath());
      default -> throw new AssertionError("another kind of address");
    };
  }

  static SocketAddress addressOf(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Tcp(String host, int port) ->
          new InetSocketAddress(InetAddress.ofLiteral(host), port);
      case Endpoint.Udp(String host, int port) ->
          new InetSocketAddress(InetAddress.ofLiteral(host), port);
      case Endpoint.Unix(Path path) -> UnixDomainSocketAddress.of(path);
      case Endpoint.UnixDatagram(Path path) -> UnixDomainSocketAddress.of(path);
    };
  }

  static SocketChannel connect(Endpoint endpoint) throws IOException {
    return SocketChannel.open(addressOf(endpoint));
  }

  static void write(SocketChannel channel, String text) throws IOException {
    write(channel, text.getBytes(StandardCharsets.UTF_8));
  }

  static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Exactly so many bytes. */
  static String read(SocketChannel channel, int size) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(size);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
    return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
  }

  /** Everything until the end of the stream. */
  static byte[] readAll(SocketChannel channel) throws IOException {
    InputStream stream = Channels.newInputStream(channel);
    return stream.readAllBytes();
  }

  /** Closes with a RST. */
  static void reset(SocketChannel channel) throws IOException {
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    channel.close();
  }
}
