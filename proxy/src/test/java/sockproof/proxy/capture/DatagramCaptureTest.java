package sockproof.proxy.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
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
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.plan.Capability;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.plan.YamlNode;
import sockproof.proxy.relay.Relay;
import sockproof.proxy.relay.RelayConfig;
import sockproof.proxy.trace.TraceEvent;

/** Captures of real datagram sockets, read by tshark and capinfos. */
@Timeout(60)
class DatagramCaptureTest {
  enum Network {
    UDP4,
    UDP6,
    UNIX
  }

  @TempDir Path directory;
  private final List<String> messages = new ArrayList<>();

  @BeforeAll
  static void needsWireshark() {
    Wireshark.assumeInstalled();
  }

  /** What is said through a relay. */
  private interface Talk {
    void between(KernelSocket client, KernelSocket server, Relay relay) throws IOException;
  }

  private Path capture(Network network, String plan, Talk talk) throws IOException {
    return capture(network, endpoint(network), plan, talk);
  }

  private Path capture(Network network, Endpoint listen, String plan, Talk talk)
      throws IOException {
    Path file = directory.resolve("out.pcapng");
    try (KernelSocket server = Datagrams.bind(name(network, "server"));
        KernelSocket client = Datagrams.bind(name(network, "client"));
        Capture capture = Capture.begin(file, "Sockproof test", messages::add)) {
      RelayConfig config =
          RelayConfig.between(listen, endpoint(server.localName()))
              .withPlan(plan(network, plan))
              .withTrace(capture.of("relay"));
      try (Relay relay = Relay.start(config)) {
        talk.between(client, server, relay);
      }
    }
    assertEquals(List.of(), messages);
    return file;
  }

  private static Plan plan(Network network, String faults) {
    Medium medium = network == Network.UNIX ? Medium.UNIX_DATAGRAM : Medium.UDP;
    return faults.isEmpty()
        ? Plan.empty()
        : PlanReader.read(
            YamlNode.parse(faults, "plan"), medium, new Framing.None(), Relay.capabilities());
  }

  private static void ask(KernelSocket client, Relay relay, String text) {
    assertTrue(Datagrams.send(client, Bytes.utf8(text), nameOf(relay.listenEndpoint())) >= 0);
  }

  private static void answer(KernelSocket server, String text) {
    SocketName to = Datagrams.receive(server).source();
    assertTrue(Datagrams.send(server, Bytes.utf8(text), to) >= 0);
  }

  @ParameterizedTest
  @EnumSource
  void datagramsOfEverySizeAreWhole(Network network) throws Exception {
    List<Integer> sizes =
        network == Network.UNIX
            ? List.of(0, 1, 9000, 65_507, 65_528, 150_000)
            : List.of(0, 1, 9000, 65_507);
    Path file =
        capture(
            network,
            "",
            (client, server, relay) -> {
              for (int size : sizes) {
                Bytes payload = Bytes.of(new byte[size]);
                SocketName to = nameOf(relay.listenEndpoint());
                assertEquals(size, Datagrams.send(client, payload, to));
                SocketName back = Datagrams.receive(server).source();
                assertEquals(size, Datagrams.send(server, payload, back));
                assertEquals(payload, Datagrams.receive(client).payload());
              }
            });
    Wireshark read = Wireshark.read(file, 0).clean();
    int headers = network == Network.UDP4 ? 28 : 48;
    int longest = 65_535 - 8;
    List<String> expected =
        sizes.stream()
            .map(size -> String.valueOf(size + headers + (size > longest ? 8 : 0)))
            .flatMap(length -> Stream.of(length, length))
            .toList();
    for (boolean atServer : new boolean[] {false, true}) {
      List<Packet> side = read.packets(one -> one.isAtServer() == atServer);
      assertEquals(expected, side.stream().map(one -> one.get("frame.len")).toList());
    }
  }

  @Test
  void addressesAreTheTrueOnesAlsoBehindAListenerOnAll() throws Exception {
    List<String> ports = new ArrayList<>();
    Path file =
        capture(
            Network.UDP4,
            new Endpoint.Udp("0.0.0.0", 0),
            "",
            (client, server, relay) -> {
              SocketName.Inet there = (SocketName.Inet) nameOf(relay.listenEndpoint());
              SocketName.Inet local = loopback("127.0.0.1").withPort(there.port());
              Datagrams.send(client, Bytes.utf8("hello"), local);
              SocketName.Inet upstream = (SocketName.Inet) Datagrams.receive(server).source();
              ports.add("127.0.0.1 " + port(client) + " 127.0.0.1 " + there.port());
              ports.add("127.0.0.1 " + upstream.port() + " 127.0.0.1 " + port(server));
            });
    List<Packet> packets = Wireshark.read(file, 0).clean().packets();
    assertEquals(
        ports,
        packets.stream()
            .map(one -> String.join(" ", one.get("ip.src", "udp.srcport", "ip.dst", "udp.dstport")))
            .toList());
  }

  @ParameterizedTest
  @EnumSource
  void aLostDatagramIsMarkedWhereItCame(Network network) throws Exception {
    Path file =
        capture(
            network,
            "drop: {to: server, nth: 1}",
            (client, server, relay) -> {
              ask(client, relay, "one");
              ask(client, relay, "two");
              assertEquals(Bytes.utf8("two"), Datagrams.receive(server).payload());
            });
    Wireshark read = Wireshark.read(file, 0).clean();
    assertEquals(
        List.of("one fault: drop (3 bytes thrown away)", "two "),
        read.packets(one -> !one.isAtServer()).stream()
            .map(DatagramCaptureTest::textAndComment)
            .toList());
    assertEquals(
        List.of("two "),
        read.packets(Packet::isAtServer).stream()
            .map(DatagramCaptureTest::textAndComment)
            .toList());
  }

  private static String textAndComment(Packet packet) {
    return packet.text() + " " + packet.get("frame.comment");
  }

  @ParameterizedTest
  @EnumSource
  void forgedAndCopiedAndEmptyDatagramsSayWhoMadeThem(Network network) throws Exception {
    List<String> received = new ArrayList<>();
    Path file =
        capture(
            network,
            "[{spoof: {to: client, from: other-port, payload: forged}},"
                + " {duplicate: {to: client, when: {nth: 2}}}, {empty: {to: client, when: {nth: 2}}}]",
            (client, server, relay) -> {
              ask(client, relay, "request");
              answer(server, "reply");
              while (received.size() < 4) {
                received.add(portAndText(Datagrams.receive(client)));
              }
            });
    List<Packet> replies =
        Wireshark.read(file, 0).clean().packets(one -> !one.isAtServer() && one.isOutbound());
    List<String> comments = replies.stream().map(one -> one.get("frame.comment")).toList();
    assertEquals("fault: from another port, spoof", comments.getFirst());
    assertTrue(comments.stream().anyMatch(text -> text.contains("duplicate")), comments::toString);
    assertTrue(comments.stream().anyMatch(text -> text.contains("empty")), comments::toString);
    assertEquals(
        received,
        replies.stream()
            .map(one -> (network == Network.UNIX ? "" : one.get("udp.srcport")) + " " + one.text())
            .toList());
  }

  private static String portAndText(Datagrams.Received one) {
    String text = new String(one.payload().toArray(), StandardCharsets.UTF_8);
    return (one.source() instanceof SocketName.Inet inet ? inet.port() : "") + " " + text;
  }

  @Test
  void fragmentsAndIcmpErrorsAreWhatWasSent() throws Exception {
    assumeTrue(Relay.capabilities().contains(Capability.IP_FRAGMENTS), "CAP_NET_RAW is missing");
    Path file =
        capture(
            Network.UDP4,
            "[{unreachable: {to: server, nth: 1}}, {fragment: {to: server, mtu: 548}}]",
            (client, server, relay) -> {
              ask(client, relay, "refused");
              ask(client, relay, "x".repeat(1000));
              assertEquals(1000, Datagrams.receive(server).payload().length());
            });
    Wireshark read = Wireshark.read(file, 0).clean();
    assertEquals(
        List.of(List.of("3", "3", "fault: unreachable")),
        read.packets(one -> !one.isAtServer() && one.isOutbound()).stream()
            .map(one -> one.get("icmp.type", "icmp.code", "frame.comment"))
            .toList());
    List<Packet> fragments = read.packets(Packet::isAtServer);
    assertEquals(2, fragments.size());
    assertEquals("x".repeat(1000), fragments.getLast().text(), "as tshark puts it together");
    assertEquals("fault: fragment, 2 IP fragments", fragments.getFirst().get("frame.comment"));
  }

  @Test
  void whatCouldNotBeSentIsNotThere() throws Exception {
    Path file =
        capture(
            Network.UNIX,
            "",
            (client, server, relay) -> {
              ask(client, relay, "one");
              assertEquals(Bytes.utf8("one"), Datagrams.receive(server).payload());
              server.close();
              Files.delete(directory.resolve("server"));
              ask(client, relay, "two");
              Awaitility.await()
                  .until(() -> !relay.history().events(TraceEvent.Kind.ERROR).isEmpty());
              ask(client, relay, "three");
              Awaitility.await()
                  .until(() -> relay.history().events(TraceEvent.Kind.ERROR).size() == 2);
            });
    Wireshark read = Wireshark.read(file, 0).clean();
    assertEquals(
        List.of("one"), read.packets(Packet::isAtServer).stream().map(Packet::text).toList());
    List<Packet> received = read.packets(one -> !one.isAtServer());
    assertEquals(List.of("one", "two", "three"), received.stream().map(Packet::text).toList());
    String comment = received.getLast().get("frame.comment");
    assertTrue(comment.startsWith("not sent: "), comment);
  }

  @Test
  void aReplyFromSomebodyElseHasItsTrueSource() throws Exception {
    List<String> ports = new ArrayList<>();
    Path file =
        capture(
            Network.UDP4,
            "",
            (client, server, relay) -> {
              ask(client, relay, "request");
              SocketName relayed = Datagrams.receive(server).source();
              try (KernelSocket stranger = Datagrams.bind(loopback("127.0.0.1"))) {
                Datagrams.send(stranger, Bytes.utf8("stray"), relayed);
                Datagrams.Received got = Datagrams.receive(client);
                ports.add(String.valueOf(port(stranger)));
                ports.add(String.valueOf(((SocketName.Inet) got.source()).port()));
              }
            });
    List<Packet> stray = Wireshark.read(file, 0).clean().packets(one -> one.text().equals("stray"));
    assertEquals(ports, stray.stream().map(one -> one.get("udp.srcport")).toList());
  }

  @Test
  void anInterfaceTellsThatItsAddressesAreMadeUp() throws Exception {
    Path file =
        capture(
            Network.UNIX,
            "",
            (client, server, relay) -> {
              ask(client, relay, "one");
              Datagrams.receive(server);
            });
    Packet first = Wireshark.read(file, 0).clean().packets().getFirst();
    assertEquals("2001:db8::2", first.get("ipv6.src"));
    String description = first.get("frame.interface_description");
    assertTrue(description.contains("2001:db8::1 stands for the relay"), description);
  }

  private SocketName name(Network network, String file) {
    return switch (network) {
      case UDP4 -> loopback("127.0.0.1");
      case UDP6 -> loopback("::1");
      case UNIX -> SocketName.Unix.of(directory.resolve(file).toString());
    };
  }

  private static SocketName.Inet loopback(String host) {
    return SocketName.Inet.of(InetAddress.ofLiteral(host), 0);
  }

  private static int port(KernelSocket socket) {
    return ((SocketName.Inet) socket.localName()).port();
  }

  private Endpoint endpoint(Network network) {
    return switch (network) {
      case UDP4 -> new Endpoint.Udp("127.0.0.1", 0);
      case UDP6 -> new Endpoint.Udp("::1", 0);
      case UNIX -> new Endpoint.UnixDatagram(directory.resolve("relay"));
    };
  }

  private static Endpoint endpoint(SocketName name) {
    return switch (name) {
      case SocketName.Inet inet -> new Endpoint.Udp(inet.host().getHostAddress(), inet.port());
      case SocketName.Unix unix -> new Endpoint.UnixDatagram(Path.of(unix.toString()));
    };
  }

  private static SocketName nameOf(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Udp(String host, int port) ->
          SocketName.Inet.of(InetAddress.ofLiteral(host), port);
      case Endpoint.UnixDatagram(Path path) -> SocketName.Unix.of(path.toString());
      case Endpoint.Tcp _, Endpoint.Unix _ -> throw new AssertionError("not datagrams");
    };
  }
}
