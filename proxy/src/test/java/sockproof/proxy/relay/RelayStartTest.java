package sockproof.proxy.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.kernel.SocketTable;
import sockproof.proxy.kernel.TcpState;
import sockproof.proxy.plan.Endpoint;

@Timeout(60)
class RelayStartTest {
  @TempDir Path directory;

  @Test
  void aTcpPortInUseIsNamed() throws IOException {
    try (ServerSocketChannel taken = Peers.listenTcp("127.0.0.1")) {
      Endpoint endpoint = Peers.endpointOf(taken);
      assertEquals(
          "Cannot listen on "
              + endpoint
              + ": another program has the port; stop it, or use port 0 to get a free one.",
          failure(endpoint.toString(), "tcp://127.0.0.1:9"));
    }
  }

  @Test
  void aUdpPortInUseIsNamed() throws IOException {
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      String message = failure("udp://127.0.0.1:" + taken.getLocalPort(), "udp://127.0.0.1:9");
      assertTrue(message.endsWith("or use port 0 to get a free one."), message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tcp://no-such-host.invalid:0 | tcp://127.0.0.1:9 | the host `no-such-host.invalid` is not known
          tcp://127.0.0.1:0 | tcp://no-such-host.invalid:9 | Cannot relay to tcp://no-such-host.invalid:9
          udp://192.0.2.77:0 | udp://127.0.0.1:9 | not one of this machine
          unix:/no/such/directory/relay | tcp://127.0.0.1:9 | its directory does not exist
          tcp://127.0.0.1:0 | udp://127.0.0.1:9 | one carries streams, the other datagrams
          udp://127.0.0.1:0 | unix-datagram:/tmp/x | datagrams go from udp: to udp:
          """)
  void whatCannotBeIsSaidInOneSentence(String listen, String upstream, String part) {
    String message = failure(listen, upstream);
    assertTrue(message.contains(part), message);
    assertTrue(message.endsWith("."), message);
    assertFalse(message.contains("\n"), message);
  }

  @Test
  void aPathThatIsTooLongIsMeasured() {
    String path = directory.resolve("x".repeat(120)).toString();
    String message = failure("unix:" + path, "tcp://127.0.0.1:9");
    assertTrue(message.contains("the path has " + path.length() + " bytes"), message);
    assertTrue(message.contains("at most 107"), message);
  }

  @Test
  void aSocketFileWhoseProgramIsGoneIsReplaced() throws IOException {
    Path path = directory.resolve("stale");
    Peers.listenUnix(path).close();
    assertTrue(Files.exists(path), "the listener has left its file behind");
    try (ServerSocketChannel server = Peers.listenTcp("127.0.0.1");
        Relay relay = start("unix:" + path, Peers.endpointOf(server).toString());
        SocketChannel client = Peers.connect(relay.listenEndpoint())) {
      assertTrue(client.isConnected());
    }
    assertFalse(Files.exists(path), "the relay removes its file");
  }

  @Test
  void aStaleDatagramSocketFileIsReplacedToo() {
    SocketName.Unix name = SocketName.Unix.of(directory.resolve("stale").toString());
    try (KernelSocket gone = KernelSocket.openDatagram(name)) {
      gone.bind(name);
    }
    try (Relay relay = start("unix-datagram:" + name, "unix-datagram:" + name + "-server")) {
      assertTrue(SocketTable.isUnixDatagramBound(Path.of(name.toString())));
      assertEquals(0, relay.connections());
    }
  }

  @Test
  void aSocketFileInUseIsLeftAlone() throws IOException {
    Path path = directory.resolve("live");
    try (ServerSocketChannel server = Peers.listenUnix(path)) {
      String message = failure("unix:" + path, "tcp://127.0.0.1:9");
      assertTrue(message.contains("another program has the path"), message);
      message = failure("unix-datagram:" + path, "unix-datagram:" + path + "-server");
      assertTrue(message.contains("another program has the path"), message);
      Peers.connect(new Endpoint.Unix(path)).close();
      assertTrue(server.isOpen());
    }
  }

  @Test
  void aFileThatIsNoSocketIsLeftAlone() throws IOException {
    Path path = Files.writeString(directory.resolve("file"), "precious");
    String message = failure("unix:" + path, "tcp://127.0.0.1:9");
    assertTrue(message.contains("another program has the path"), message);
    assertEquals("precious", Files.readString(path));
  }

  @Test
  void aClosedRelayIsGoneFromThePortAndTheConnectionsAreReset() throws IOException {
    try (Peers.Setup setup = Peers.setUp(Peers.Network.TCP4, directory);
        Peers.Pair pair = setup.open()) {
      int port = ((Endpoint.Tcp) setup.relay.listenEndpoint()).port();
      assertTrue(SocketTable.isTcpListening(port));
      setup.relay.close();
      assertFalse(SocketTable.isTcpListening(port));
      StreamRelayTest.assertReset(pair.client());
      StreamRelayTest.assertReset(pair.server());
      try (Relay again =
          start("tcp://127.0.0.1:" + port, Peers.endpointOf(setup.server).toString())) {
        assertEquals(setup.relay.listenEndpoint(), again.listenEndpoint());
      }
    }
  }

  @Test
  void drainingLetsConnectionsEnd() throws IOException {
    try (Peers.Setup setup = Peers.setUp(Peers.Network.TCP4, directory);
        Peers.Pair pair = setup.open()) {
      assertFalse(setup.relay.drain(Duration.ofMillis(100)), "a connection is open");
      Peers.write(pair.client(), "still here");
      assertEquals("still here", Peers.read(pair.server(), 10));
      pair.client().shutdownOutput();
      pair.server().shutdownOutput();
      assertTrue(setup.relay.drain(Duration.ofSeconds(10)));
      assertThrows(IOException.class, setup::connect);
    }
  }

  @Test
  void anUpstreamHostMayHaveSeveralAddresses() throws IOException {
    try (ServerSocketChannel server = Peers.listenTcp("127.0.0.1")) {
      int port = ((Endpoint.Tcp) Peers.endpointOf(server)).port();
      try (Relay relay = start("tcp://localhost:0", "tcp://localhost:" + port);
          SocketChannel client =
              SocketChannel.open(
                  new InetSocketAddress(
                      "localhost", ((Endpoint.Tcp) relay.listenEndpoint()).port()));
          SocketChannel accepted = server.accept()) {
        Peers.write(client, "x");
        assertEquals("x", Peers.read(accepted, 1));
      }
    }
  }

  @Test
  void manyAtOnceFromManyThreadsAreSafe() throws Exception {
    try (ServerSocketChannel server = Peers.listenTcp("127.0.0.1");
        var threads = Executors.newFixedThreadPool(8)) {
      Endpoint upstream = Peers.endpointOf(server);
      var all = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < 200; i++) {
        all.add(
            () -> {
              try (Relay relay =
                      Relay.start(RelayConfig.between(new Endpoint.Tcp("127.0.0.1", 0), upstream));
                  SocketChannel client = Peers.connect(relay.listenEndpoint())) {
                Peers.write(client, "x");
                return client.isConnected();
              }
            });
      }
      for (var done : threads.invokeAll(all)) {
        assertTrue(done.get());
      }
    }
    Awaitility.await()
        .untilAsserted(
            () ->
                assertEquals(
                    0,
                    SocketTable.ofProcess(ProcessHandle.current().pid()).stream()
                        .filter(entry -> entry.state() == TcpState.LISTEN)
                        .count()));
  }

  private static String failure(String listen, String upstream) {
    RelayException e = assertThrows(RelayException.class, () -> start(listen, upstream).close());
    return String.valueOf(e.getMessage());
  }

  private static Relay start(String listen, String upstream) {
    return Relay.start(RelayConfig.between(Endpoint.parse(listen), Endpoint.parse(upstream)));
  }
}
