package sockproof.proxy.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sockproof.proxy.packet.TcpPackets.ACK;
import static sockproof.proxy.packet.TcpPackets.RST;
import static sockproof.proxy.packet.TcpPackets.SYN;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sockproof.proxy.capture.Wireshark.Packet;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.plan.YamlNode;
import sockproof.proxy.relay.Relay;
import sockproof.proxy.relay.RelayConfig;

/** Captures of real stream sockets, read by tshark and capinfos. */
@Timeout(60)
class StreamCaptureTest {
  enum Network {
    TCP4,
    TCP6,
    UNIX
  }

  @TempDir Path directory;
  private final List<String> messages = new ArrayList<>();

  @BeforeAll
  static void needsWireshark() {
    Wireshark.assumeInstalled();
  }

  /** What happens on a relayed connection. */
  private interface Talk {
    void between(SocketChannel client, SocketChannel server) throws IOException;
  }

  private Path capture(Network network, String plan, Talk talk) throws IOException {
    Path file = directory.resolve("out.pcapng");
    try (ServerSocketChannel listener = listener(network);
        Capture capture = Capture.begin(file, "Sockproof test", messages::add)) {
      RelayConfig config =
          RelayConfig.between(relayEndpoint(network), endpoint(listener.getLocalAddress()))
              .withPlan(plan(network, plan))
              .withTrace(capture.of("relay"));
      try (Relay relay = Relay.start(config)) {
        try (SocketChannel client = SocketChannel.open(address(relay.listenEndpoint()));
            SocketChannel server = listener.accept()) {
          talk.between(client, server);
        }
        assertTrue(relay.drain(Duration.ofSeconds(20)));
      }
    }
    assertEquals(List.of(), messages);
    return file;
  }

  private static Plan plan(Network network, String faults) {
    Medium medium = network == Network.UNIX ? Medium.UNIX : Medium.TCP;
    return faults.isEmpty()
        ? Plan.empty()
        : PlanReader.read(YamlNode.parse(faults, "plan"), medium, new Framing.None());
  }

  @ParameterizedTest
  @EnumSource
  void bothSidesOfAStreamArePutTogetherAgain(Network network) throws Exception {
    byte[] request = random(200_000);
    byte[] reply = random(3);
    List<String> ports = new ArrayList<>();
    Path file =
        capture(
            network,
            "",
            (client, server) -> {
              if (network != Network.UNIX) {
                ports.add(port(client.getLocalAddress()) + ">" + port(client.getRemoteAddress()));
                ports.add(port(server.getRemoteAddress()) + ">" + port(server.getLocalAddress()));
              }
              write(client, request);
              client.shutdownOutput();
              assertArrayEquals(request, readAll(server));
              write(server, reply);
              server.shutdownOutput();
              assertArrayEquals(reply, readAll(client));
            });
    Wireshark read = Wireshark.read(file, 2).clean();
    for (int stream = 0; stream < 2; stream++) {
      assertEquals(Bytes.of(request), read.stream(stream).fromOpener());
      assertEquals(Bytes.of(reply), read.stream(stream).fromOther());
    }
    List<Packet> opening = read.packets(one -> one.has(SYN) && !one.has(ACK));
    assertEquals(List.of(false, true), opening.stream().map(Packet::isAtServer).toList());
    assertEquals(List.of(false, true), opening.stream().map(Packet::isOutbound).toList());
    if (network != Network.UNIX) {
      assertEquals(
          ports,
          opening.stream()
              .map(one -> one.get("tcp.srcport") + ">" + one.get("tcp.dstport"))
              .toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void cutsAreSegmentsAndCarryTheirFault(Network network) throws Exception {
    Path file =
        capture(
            network,
            "fragment: {to: client, at: [2, 4]}",
            (client, server) -> {
              write(server, "abcdef".getBytes(UTF_8));
              server.shutdownOutput();
              assertEquals("abcdef", new String(readAll(client), UTF_8));
              client.shutdownOutput();
            });
    Wireshark read = Wireshark.read(file, 1).clean();
    assertEquals(
        List.of("ab fault: fragment", "cd fault: fragment", "ef fault: fragment"),
        read.packets(one -> !one.isAtServer() && one.hasPayload()).stream()
            .map(StreamCaptureTest::textAndComment)
            .toList());
    List<Packet> reads =
        read.packets(one -> one.get("frame.comment").startsWith("read by the receiver: "));
    assertTrue(reads.size() >= 2, "before each further piece the client has read the last one");
    assertEquals(Bytes.utf8("abcdef"), read.stream(0).fromOther());
  }

  private static String textAndComment(Packet packet) {
    return packet.text() + " " + packet.get("frame.comment");
  }

  @Test
  void gatheredBytesAreOneSegment() throws Exception {
    Path file =
        capture(
            Network.TCP4,
            "coalesce: {to: server, bytes: 6}",
            (client, server) -> {
              write(client, "abc".getBytes(UTF_8));
              write(client, "def".getBytes(UTF_8));
              client.shutdownOutput();
              assertEquals("abcdef", new String(readAll(server), UTF_8));
              server.shutdownOutput();
              readAll(client);
            });
    Wireshark read = Wireshark.read(file, 0).clean();
    List<Packet> packets = read.packets(one -> one.isAtServer() && one.hasPayload());
    assertEquals("abcdef fault: coalesce", textAndComment(packets.getFirst()));
    assertEquals(1, packets.size());
  }

  @Test
  void aResetIsOneOnBothSides() throws Exception {
    Path file =
        capture(
            Network.TCP6,
            "reset: {to: client, after: 3}",
            (client, server) -> {
              write(server, "abcdef".getBytes(UTF_8));
              assertThrows(IOException.class, () -> readAll(client));
            });
    Wireshark read = Wireshark.read(file, 0).inOrder();
    assertEquals(List.of("2 Sequence TCP Connection reset (RST)"), read.warnings());
    List<Packet> resets = read.packets(one -> one.has(RST));
    assertEquals(
        List.of("fault: reset", ""), resets.stream().map(one -> one.get("frame.comment")).toList());
    assertEquals(List.of(false, true), resets.stream().map(Packet::isAtServer).toList());
    assertTrue(resets.stream().allMatch(Packet::isOutbound));
  }

  @Test
  void aResetOfTheClientComesFromTheClient() throws Exception {
    Path file =
        capture(
            Network.TCP4,
            "",
            (client, server) -> {
              write(client, "abc".getBytes(UTF_8));
              assertEquals("abc", new String(read(server, 3), UTF_8));
              client.setOption(StandardSocketOptions.SO_LINGER, 0);
              client.close();
              assertThrows(IOException.class, () -> readAll(server));
            });
    Wireshark read = Wireshark.read(file, 0).inOrder();
    assertEquals(List.of("2 Sequence TCP Connection reset (RST)"), read.warnings());
    List<Packet> resets = read.packets(one -> one.has(RST));
    assertEquals(List.of(false, true), resets.stream().map(Packet::isAtServer).toList());
    assertEquals(List.of(false, true), resets.stream().map(Packet::isOutbound).toList());
  }

  @Test
  void bytesThatAreThrownAwayAreMarkedWhereTheyCame() throws Exception {
    Path file =
        capture(
            Network.UNIX,
            "limit: {to: client, bytes: 2}",
            (client, server) -> {
              write(server, "abcdef".getBytes(UTF_8));
              assertEquals("ab", new String(readAll(client), UTF_8));
              client.close();
            });
    Wireshark read = Wireshark.read(file, 1).inOrder();
    assertEquals(
        List.of("abcdef fault: limit (4 bytes thrown away)"),
        read.packets(one -> one.isAtServer() && one.hasPayload()).stream()
            .map(StreamCaptureTest::textAndComment)
            .toList());
    assertEquals(Bytes.utf8("ab"), read.stream(0).fromOther());
  }

  @Test
  void aServerThatCannotBeReachedIsToldOnTheReset() throws Exception {
    Path file = directory.resolve("out.pcapng");
    try (Capture capture = Capture.begin(file, "Sockproof test", messages::add)) {
      RelayConfig config =
          RelayConfig.between(
                  new Endpoint.Tcp("127.0.0.1", 0), new Endpoint.Unix(directory.resolve("none")))
              .withTrace(capture.of("relay"));
      try (Relay relay = Relay.start(config);
          SocketChannel client = SocketChannel.open(address(relay.listenEndpoint()))) {
        assertThrows(IOException.class, () -> readAll(client));
      }
    }
    Packet last = Wireshark.read(file, 0).inOrder().packets().getLast();
    assertTrue(last.has(RST));
    assertTrue(last.get("frame.comment").startsWith("cannot connect to "), last::toString);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    Channels.newOutputStream(channel).write(bytes);
  }

  private static byte[] readAll(SocketChannel channel) throws IOException {
    return Channels.newInputStream(channel).readAllBytes();
  }

  private static byte[] read(SocketChannel channel, int size) throws IOException {
    return Channels.newInputStream(channel).readNBytes(size);
  }

  private static int port(SocketAddress address) {
    return ((InetSocketAddress) address).getPort();
  }

  private Endpoint relayEndpoint(Network network) {
    return switch (network) {
      case TCP4 -> new Endpoint.Tcp("127.0.0.1", 0);
      case TCP6 -> new Endpoint.Tcp("::1", 0);
      case UNIX -> new Endpoint.Unix(directory.resolve("relay"));
    };
  }

  private ServerSocketChannel listener(Network network) throws IOException {
    return switch (network) {
      case TCP4, TCP6 -> {
        InetAddress host = InetAddress.ofLiteral(network == Network.TCP4 ? "127.0.0.1" : "::1");
        yield ServerSocketChannel.open().bind(new InetSocketAddress(host, 0));
      }
      case UNIX ->
          ServerSocketChannel.open(StandardProtocolFamily.UNIX)
              .bind(UnixDomainSocketAddress.of(directory.resolve("server")));
    };
  }

  private static Endpoint endpoint(SocketAddress address) {
    return address instanceof UnixDomainSocketAddress unix
        ? new Endpoint.Unix(unix.getPath())
        : new Endpoint.Tcp(
            ((InetSocketAddress) address).getAddress().getHostAddress(), port(address));
  }

  private static SocketAddress address(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Tcp(String host, int port) ->
          new InetSocketAddress(InetAddress.ofLiteral(host), port);
      case Endpoint.Unix(Path path) -> UnixDomainSocketAddress.of(path);
      case Endpoint.Udp _, Endpoint.UnixDatagram _ -> throw new AssertionError("not a stream");
    };
  }
}
