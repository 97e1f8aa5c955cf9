package sockproof.proxy.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.kernel.SocketTable;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;

@Timeout(60)
class DatagramRelayTest {
  private static final int TIMEOUT_MILLIS = 10_000;

  static Stream<Arguments> everyWay() {
    return Stream.of("127.0.0.1", "::1")
        .flatMap(
            host ->
                Arrays.stream(RelayConfig.Recorded.values())
                    .map(recorded -> Arguments.of(host, recorded)));
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void datagramsOfEverySizePassInBothDirections(String host, RelayConfig.Recorded recorded)
      throws IOException {
    try (DatagramSocket server = socket(host);
        Relay relay = start(server, recorded);
        DatagramSocket client = socket(host)) {
      for (int size : new int[] {0, 1, 512, 1500, 9000, 65_507}) {
        byte[] payload = new byte[size];
        new Random(size).nextBytes(payload);
        send(client, payload, address(relay));
        DatagramPacket request = receive(server);
        assertArrayEquals(payload, data(request));
        send(server, payload, request.getSocketAddress());
        DatagramPacket reply = receive(client);
        assertArrayEquals(payload, data(reply));
        assertEquals(address(relay), reply.getSocketAddress());
      }
      assertEquals(1, relay.connections());
    }
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void everyClientHasASessionOfItsOwn(String host, RelayConfig.Recorded recorded)
      throws IOException {
    try (DatagramSocket server = socket(host);
        Relay relay = start(server, recorded)) {
      List<DatagramSocket> clients = new ArrayList<>();
      List<DatagramPacket> requests = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        DatagramSocket client = socket(host);
        clients.add(client);
        send(client, ("request " + i).getBytes(UTF_8), address(relay));
        requests.add(receive(server));
      }
      Set<SocketAddress> sources = new HashSet<>();
      for (DatagramPacket request : requests) {
        sources.add(request.getSocketAddress());
        send(server, ("re: " + text(request)).getBytes(UTF_8), request.getSocketAddress());
      }
      for (int i = 0; i < clients.size(); i++) {
        assertEquals("re: request " + i, text(receive(clients.get(i))));
        clients.get(i).close();
      }
      assertEquals(clients.size(), sources.size());
    }
  }

  /** What is on its way to a client that has left must not come back as another client's. */
  @Test
  void aPortThatAClientHadIsNotTakenForAnother() throws IOException {
    String host = "127.0.0.1";
    try (DatagramSocket server = socket(host);
        Relay relay = start(server, RelayConfig.Recorded.EVERYTHING)) {
      Set<Integer> left = new HashSet<>();
      // With ports at random some twenty of these would meet.
      for (int i = 0; i < DatagramEntrance.MAX_LINKS; i++) {
        try (DatagramSocket client = socket(host)) {
          send(client, new byte[] {1}, address(relay));
          int taken = receive(server).getPort();
          assertFalse(left.contains(taken), "port " + taken + " was a client's");
          left.add(client.getLocalPort());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void manyAtOnceStayWholeAndInOrder(String host, RelayConfig.Recorded recorded)
      throws IOException {
    try (DatagramSocket server = socket(host);
        Relay relay = start(server, recorded);
        DatagramSocket client = socket(host)) {
      for (int round = 0; round < 200; round++) {
        for (int i = 0; i < 40; i++) {
          send(client, ("datagram " + round + "/" + i).getBytes(UTF_8), address(relay));
        }
        for (int i = 0; i < 40; i++) {
          assertEquals("datagram " + round + "/" + i, text(receive(server)));
        }
      }
    }
  }

  /** From where a server answers that answers wrongly, and how that looks to the client. */
  enum Wrong {
    OTHER_PORT("127.0.0.1", true),
    OTHER_HOST("127.0.0.2", false),
    BOTH("127.0.0.2", true);

    final String host;
    final boolean otherPort;

    Wrong(String host, boolean otherPort) {
      this.host = host;
      this.otherPort = otherPort;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReplyFromAWrongSourceIsPassedOnFromAWrongSourceOfTheSameKind(Wrong wrong)
      throws IOException {
    for (RelayConfig.Recorded recorded : RelayConfig.Recorded.values()) {
      try (DatagramSocket server = socket("127.0.0.1");
          DatagramSocket stranger =
              new DatagramSocket(
                  wrong.otherPort ? 0 : server.getLocalPort(), InetAddress.ofLiteral(wrong.host));
          Relay relay = start(server, recorded);
          DatagramSocket client = socket("127.0.0.1")) {
        send(client, "request".getBytes(UTF_8), address(relay));
        DatagramPacket request = receive(server);
        send(stranger, "stray".getBytes(UTF_8), request.getSocketAddress());
        DatagramPacket stray = receive(client);
        assertEquals("stray", text(stray));
        InetSocketAddress genuine = address(relay);
        assertEquals(wrong != Wrong.OTHER_PORT, !stray.getAddress().equals(genuine.getAddress()));
        assertEquals(wrong.otherPort, stray.getPort() != genuine.getPort());
        assertTrue(relay.history().toString().contains("instead of"), relay.history()::toString);

        send(server, "genuine".getBytes(UTF_8), request.getSocketAddress());
        assertEquals(genuine, receive(client).getSocketAddress());
      }
    }
  }

  @Test
  void onIpv6AStrayFromAnotherPortIsPassedOnToo() throws IOException {
    try (DatagramSocket server = socket("::1");
        DatagramSocket stranger = socket("::1");
        Relay relay = start(server, RelayConfig.Recorded.EVERYTHING);
        DatagramSocket client = socket("::1")) {
      send(client, new byte[1], address(relay));
      send(stranger, new byte[2], receive(server).getSocketAddress());
      DatagramPacket stray = receive(client);
      assertEquals(2, stray.getLength());
      assertNotEquals(address(relay).getPort(), stray.getPort());
    }
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void aServerThatIsNotThereIsRecordedAndMayComeLater(String host, RelayConfig.Recorded recorded)
      throws IOException {
    DatagramSocket first = socket(host);
    int port = first.getLocalPort();
    try (Relay relay = start(first, recorded);
        DatagramSocket client = socket(host)) {
      first.close();
      send(client, "lost".getBytes(UTF_8), address(relay));
      Awaitility.await().until(() -> relay.history().toString().contains("connection refused"));
      try (DatagramSocket server = new DatagramSocket(port, InetAddress.ofLiteral(host))) {
        send(client, "found".getBytes(UTF_8), address(relay));
        DatagramPacket request = receive(server);
        assertEquals("found", text(request));
        send(server, "reply".getBytes(UTF_8), request.getSocketAddress());
        assertEquals("reply", text(receive(client)));
      }
    }
  }

  @Test
  void theSocketTowardsALoopbackServerIsNotReachableFromElsewhere() throws IOException {
    try (DatagramSocket server = socket("127.0.0.1");
        Relay relay = start(server, RelayConfig.Recorded.EVERYTHING);
        DatagramSocket client = socket("127.0.0.1")) {
      send(client, new byte[1], address(relay));
      int port = receive(server).getPort();
      assertTrue(
          SocketTable.udpBoundTo(port).stream()
              .allMatch(entry -> entry.local().toString().startsWith("127.0.0.1:")));
    }
  }

  @Test
  void theNumberOfSessionsIsBounded() throws IOException {
    try (DatagramSocket server = socket("127.0.0.1");
        Relay relay = start(server, RelayConfig.Recorded.FAULTS_AND_ERRORS)) {
      for (int i = 0; i < DatagramEntrance.MAX_LINKS + 100; i++) {
        try (DatagramSocket client = socket("127.0.0.1")) {
          send(client, new byte[1], address(relay));
          receive(server);
        }
      }
      assertTrue(relay.connections() <= DatagramEntrance.MAX_LINKS);
    }
  }

  @Test
  void aSilentSessionIsForgottenAndComesBackAsANewOne() throws IOException {
    try (DatagramSocket server = socket("127.0.0.1");
        DatagramSocket client = socket("127.0.0.1");
        Relay relay =
            Relay.start(
                RelayConfig.between(
                        new Endpoint.Udp("127.0.0.1", 0),
                        new Endpoint.Udp("127.0.0.1", server.getLocalPort()))
                    .withSessionIdle(Duration.ofMillis(50)))) {
      send(client, new byte[1], address(relay));
      receive(server);
      Awaitility.await().until(() -> relay.connections() == 0);
      assertTrue(relay.history().toString().contains("silent for too long"));
      send(client, new byte[2], address(relay));
      assertEquals(2, receive(server).getLength());
    }
  }

  @Test
  void aSessionIsNotSilentWhileADatagramIsOnItsWay() throws IOException {
    Plan late = PlanReader.parse("latency: {delay: 400ms}", "test", Medium.UDP, new Framing.None());
    try (DatagramSocket server = socket("127.0.0.1");
        DatagramSocket client = socket("127.0.0.1");
        Relay relay =
            Relay.start(
                RelayConfig.between(
                        new Endpoint.Udp("127.0.0.1", 0),
                        new Endpoint.Udp("127.0.0.1", server.getLocalPort()))
                    .withPlan(late)
                    .withSessionIdle(Duration.ofMillis(50)))) {
      send(client, new byte[3], address(relay));
      DatagramPacket asked = receive(server);
      send(server, new byte[4], asked.getSocketAddress());
      assertEquals(4, receive(client).getLength());
    }
  }

  private static Relay start(DatagramSocket server, RelayConfig.Recorded recorded) {
    String host = server.getLocalAddress().getHostAddress();
    return Relay.start(
        RelayConfig.between(
                new Endpoint.Udp(host, 0), new Endpoint.Udp(host, server.getLocalPort()))
            .withRecorded(recorded));
  }

  private static InetSocketAddress address(Relay relay) {
    return (InetSocketAddress) Peers.addressOf(relay.listenEndpoint());
  }

  private static DatagramSocket socket(String host) throws IOException {
    DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral(host));
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  private static void send(DatagramSocket socket, byte[] payload, SocketAddress to)
      throws IOException {
    socket.send(new DatagramPacket(payload, payload.length, to));
  }

  private static DatagramPacket receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    try {
      socket.receive(packet);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("no datagram came", e);
    }
    return packet;
  }

  private static byte[] data(DatagramPacket packet) {
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  private static String text(DatagramPacket packet) {
    return new String(data(packet), UTF_8);
  }
}
