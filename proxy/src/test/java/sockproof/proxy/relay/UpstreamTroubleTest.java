package sockproof.proxy.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sockproof.proxy.plan.Endpoint;

/** An upstream server that is slow to accept, or away for a while. */
@Timeout(60)
class UpstreamTroubleTest {
  private static final int CLIENTS = 5;

  @TempDir Path directory;

  /** Kinds of socket of the server. */
  enum Kind {
    TCP,
    UNIX
  }

  /** A listener whose queue has room for hardly anybody. */
  private ServerSocketChannel narrow(Kind kind) throws IOException {
    return switch (kind) {
      case TCP ->
          ServerSocketChannel.open()
              .bind(new InetSocketAddress(java.net.InetAddress.ofLiteral("127.0.0.1"), 0), 1);
      case UNIX ->
          ServerSocketChannel.open(StandardProtocolFamily.UNIX)
              .bind(UnixDomainSocketAddress.of(directory.resolve("server")), 1);
    };
  }

  private static Relay relayTo(Endpoint upstream) {
    return Relay.start(RelayConfig.between(new Endpoint.Tcp("127.0.0.1", 0), upstream));
  }

  @ParameterizedTest
  @EnumSource
  void clientsOfAServerThatIsSlowToAcceptWaitAndLoseNothing(Kind kind) throws IOException {
    List<SocketChannel> clients = new ArrayList<>();
    // A TCP queue has room here: what overflows it the kernel may drop, with or without a relay.
    try (ServerSocketChannel server =
            kind == Kind.TCP ? Peers.listenTcp("127.0.0.1") : narrow(kind);
        Relay relay = relayTo(Peers.endpointOf(server))) {
      List<String> sent = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        SocketChannel client = Peers.connect(relay.listenEndpoint());
        clients.add(client);
        sent.add("client " + i);
        Peers.write(client, sent.getLast());
        client.shutdownOutput();
      }
      Awaitility.await().until(() -> relay.connections() == CLIENTS);
      List<String> got = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        try (SocketChannel accepted = server.accept()) {
          got.add(new String(Peers.readAll(accepted), US_ASCII));
        }
      }
      got.sort(null);
      assertEquals(sent, got);
      Awaitility.await().until(() -> relay.connections() == 0);
    } finally {
      for (SocketChannel client : clients) {
        client.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientsThatLeaveBeforeTheServerAcceptsAreForgotten(Kind kind) throws IOException {
    try (ServerSocketChannel server = narrow(kind);
        Relay relay = relayTo(Peers.endpointOf(server))) {
      List<SocketChannel> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(Peers.connect(relay.listenEndpoint()));
      }
      Awaitility.await().until(() -> relay.connections() == CLIENTS);
      for (SocketChannel client : clients) {
        Peers.reset(client);
      }
      Awaitility.await().until(() -> relay.connections() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatComesBackIsFoundAgain(Kind kind) throws IOException {
    ServerSocketChannel first = narrow(kind);
    Endpoint upstream = Peers.endpointOf(first);
    try (Relay relay = relayTo(upstream)) {
      first.close();
      for (int i = 0; i < 3; i++) {
        try (SocketChannel client = Peers.connect(relay.listenEndpoint())) {
          assertThrows(IOException.class, () -> Peers.readAll(client));
        }
      }
      Files.deleteIfExists(directory.resolve("server"));
      ServerSocketChannel again =
          kind == Kind.UNIX
              ? narrow(kind)
              : ServerSocketChannel.open().bind(Peers.addressOf(upstream), 1);
      try (again;
          SocketChannel client = Peers.connect(relay.listenEndpoint());
          SocketChannel accepted = again.accept()) {
        Peers.write(client, "back");
        assertEquals("back", Peers.read(accepted, 4));
      }
    }
  }
}
