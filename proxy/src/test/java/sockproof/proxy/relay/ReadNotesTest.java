package sockproof.proxy.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.kernel.DatagramBatch;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.trace.TraceEvent.Kind;

/** What a relay notes of receivers' reads, where nothing waits for them. */
@Timeout(60)
class ReadNotesTest {
  @TempDir Path directory;

  private static void awaitDrained(Relay relay, int times) {
    Awaitility.await().until(() -> relay.history().events(Kind.DRAINED).size() == times);
  }

  /**
   * As long as nobody reads nothing is noted; a probe that is wrong says so within microseconds.
   */
  private static void assertStays(Relay relay, int times) {
    Awaitility.await()
        .during(Duration.ofMillis(60))
        .until(() -> relay.history().events(Kind.DRAINED).size() == times);
  }

  @ParameterizedTest
  @EnumSource(
      value = Peers.Network.class,
      names = {"TCP4", "TCP6", "UNIX"})
  void aStreamIsDrainedWhenAllOfItHasBeenRead(Peers.Network network) throws IOException {
    try (Peers.Setup setup = Peers.setUp(network, directory, RelayConfig::watchingReads);
        Peers.Pair pair = setup.open()) {
      Peers.write(pair.client(), "request");
      Awaitility.await().until(() -> !setup.relay.history().events(Kind.DELIVERED).isEmpty());
      assertEquals("req", Peers.read(pair.server(), 3));
      assertStays(setup.relay, 0);
      assertEquals("uest", Peers.read(pair.server(), 4));
      awaitDrained(setup.relay, 1);
      Peers.write(pair.server(), "reply");
      assertEquals("reply", Peers.read(pair.client(), 5));
      awaitDrained(setup.relay, 2);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Peers.Network.class,
      names = {"TCP4", "UNIX"})
  void whatAReceiverThatLeavesHasNotReadIsNotDrained(Peers.Network network) throws IOException {
    try (Peers.Setup setup = Peers.setUp(network, directory, RelayConfig::watchingReads);
        Peers.Pair pair = setup.open()) {
      Peers.write(pair.client(), "request");
      Awaitility.await().until(() -> !setup.relay.history().events(Kind.DELIVERED).isEmpty());
      pair.server().close();
      Awaitility.await().until(() -> !setup.relay.history().events(Kind.CLOSED).isEmpty());
      assertEquals(List.of(), setup.relay.history().events(Kind.DRAINED));
    }
  }

  @Test
  void lockstepIsNotedAlone() throws IOException {
    try (Peers.Setup setup =
            Peers.setUp(
                Peers.Network.TCP4,
                directory,
                config -> config.watchingReads().withPlan(plan("fragment: {every: 2}")));
        Peers.Pair pair = setup.open()) {
      Peers.write(pair.client(), "request");
      assertEquals("request", Peers.read(pair.server(), 7));
      Awaitility.await().until(() -> setup.relay.history().events(Kind.READ_BY_PEER).size() == 4);
      assertStays(setup.relay, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void eachDatagramIsNotedWhenItHasBeenRead(String host) throws IOException {
    try (DatagramChannel server = DatagramChannel.open();
        DatagramChannel client = DatagramChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.ofLiteral(host), 0));
      try (Relay relay = relay(server, "[]")) {
        client.send(bytes("one"), Peers.addressOf(relay.listenEndpoint()));
        client.send(bytes(""), Peers.addressOf(relay.listenEndpoint()));
        Awaitility.await().until(() -> relay.history().events(Kind.DELIVERED).size() == 2);
        assertStays(relay, 0);
        SocketAddress session = server.receive(ByteBuffer.allocate(10));
        awaitDrained(relay, 1);
        assertStays(relay, 1);
        server.receive(ByteBuffer.allocate(10));
        awaitDrained(relay, 2);
        for (String reply : List.of("reply", "another", "third")) {
          server.send(bytes(reply), session);
        }
        Awaitility.await().until(() -> relay.history().events(Kind.DELIVERED).size() == 5);
        client.receive(ByteBuffer.allocate(10));
        awaitDrained(relay, 3);
        client.receive(ByteBuffer.allocate(10));
        client.receive(ByteBuffer.allocate(10));
        Awaitility.await().until(() -> read(relay) == 5);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aForgedDatagramIsFilteredByAConnectedSocketAlone(boolean connected) throws IOException {
    try (DatagramChannel server = DatagramChannel.open();
        DatagramChannel client = DatagramChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      try (Relay relay = relay(server, "spoof: {from: other-port, payload: forged, to: client}")) {
        SocketAddress address = Peers.addressOf(relay.listenEndpoint());
        if (connected) {
          client.connect(address);
        }
        client.send(bytes("request"), address);
        server.send(bytes("reply"), server.receive(ByteBuffer.allocate(10)));
        ByteBuffer first = ByteBuffer.allocate(10);
        client.receive(first);
        assertEquals(
            connected ? "reply" : "forged", new String(first.array(), 0, first.position(), UTF_8));
        assertEquals(connected ? 1 : 0, relay.history().events(Kind.FILTERED).size());
        assertEquals(1, relay.history().events(Kind.FORGED).size());
      }
    }
  }

  @Test
  void aUnixDatagramIsNotedWhenItHasBeenRead() {
    SocketName.Unix name = SocketName.Unix.of(directory.resolve("server").toString());
    SocketName.Unix there = SocketName.Unix.of(directory.resolve("relay").toString());
    DatagramBatch batch = DatagramBatch.forUnix();
    RelayConfig config =
        RelayConfig.between(
            new Endpoint.UnixDatagram(directory.resolve("relay")),
            new Endpoint.UnixDatagram(directory.resolve("server")));
    try (Relay relay = Relay.start(config.watchingReads());
        KernelSocket client = KernelSocket.openDatagram(name)) {
      try (KernelSocket server = KernelSocket.openDatagram(name)) {
        server.bind(name);
        UnixDatagramRelayTest.send(client, Bytes.utf8("request"), there);
        Awaitility.await().until(() -> relay.history().events(Kind.DELIVERED).size() == 1);
        assertStays(relay, 0);
        assertEquals(1, batch.receive(server));
        awaitDrained(relay, 1);
        UnixDatagramRelayTest.send(client, Bytes.utf8("request"), there);
        Awaitility.await().until(() -> relay.history().events(Kind.DELIVERED).size() == 2);
      }
      assertStays(relay, 1);
    }
  }

  @Test
  void aRelayThatIsNotToldToNotesNothing() throws IOException {
    try (Peers.Setup setup = Peers.setUp(Peers.Network.TCP4, directory);
        Peers.Pair pair = setup.open()) {
      Peers.write(pair.client(), "request");
      assertEquals("request", Peers.read(pair.server(), 7));
      assertStays(setup.relay, 0);
    }
  }

  private static int read(Relay relay) {
    return relay.history().events(Kind.DRAINED).stream()
        .mapToInt(event -> Integer.parseInt(event.text()))
        .sum();
  }

  private static Relay relay(DatagramChannel server, String faults) throws IOException {
    InetSocketAddress address = (InetSocketAddress) server.getLocalAddress();
    String host = address.getAddress().getHostAddress();
    return Relay.start(
        RelayConfig.between(new Endpoint.Udp(host, 0), new Endpoint.Udp(host, address.getPort()))
            .withPlan(PlanReader.parse(faults, "test", Medium.UDP, new Framing.None()))
            .watchingReads());
  }

  private static Plan plan(String faults) {
    return PlanReader.parse(faults, "test", Medium.TCP, new Framing.None());
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }
}
