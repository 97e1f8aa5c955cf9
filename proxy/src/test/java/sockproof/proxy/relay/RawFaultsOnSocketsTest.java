package sockproof.proxy.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.kernel.PacketTap;
import sockproof.proxy.packet.Targets;
import sockproof.proxy.plan.Capability;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.plan.YamlNode;
import sockproof.proxy.trace.TraceEvent.Kind;

/** What programs meet that get forged datagrams, IP fragments and ICMP errors, on real sockets. */
@Timeout(60)
class RawFaultsOnSocketsTest {
  private static final int IPV4_HEADER_BYTES = 20;
  private static final int IPV6_HEADER_BYTES = 48;

  @BeforeEach
  void needsThePrivilege() {
    assumeTrue(
        Relay.capabilities().containsAll(List.of(Capability.values())),
        "raw sockets need CAP_NET_RAW: run the tests as root");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "127.0.0.1; mtu: 36; 0 16 32",
        "127.0.0.1; mtu: 36, order: reverse; 32 16 0",
        "127.0.0.1; mtu: 28, order: random; 16 24 8 32 0",
        "::1; mtu: 64; 0 16 32",
        "::1; mtu: 64, order: reverse; 32 16 0",
      })
  void fragmentsAreSentAsSuchAndJoinedByTheKernel(String host, String keys, String offsets)
      throws IOException {
    try (PacketTap tap = PacketTap.open(host.contains(":"));
        Setup setup = new Setup(host, "fragment: {to: client, " + keys + "}")) {
      String reply = "thirty bytes that are in pieces";
      setup.request("a request");
      tap.packets();
      setup.reply(reply);
      DatagramPacket got = setup.receive();
      assertEquals(reply, text(got));
      assertEquals(setup.relayAddress(), got.getSocketAddress());
      assertEquals(offsets, fragmentOffsets(tap.packets()));
    }
  }

  @Test
  void fragmentsGoToTheServerToo() throws IOException {
    try (PacketTap tap = PacketTap.open(false);
        Setup setup = new Setup("127.0.0.1", "fragment: {to: server, mtu: 28, order: reverse}")) {
      setup.request("0123456789");
      assertEquals("16 8 0", fragmentOffsets(tap.packets()));
      setup.reply("reply");
      assertEquals("reply", text(setup.receive()));
    }
  }

  /** Of overlapping fragments the kernel takes none: RFC 5722, and so does Linux over IPv4. */
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 'mtu: 36, lose: [2]'",
    "127.0.0.1, 'mtu: 36, overlap: true'",
    "::1, 'mtu: 64, lose: [1]'",
    "::1, 'mtu: 64, overlap: true'"
  })
  void ofFragmentsThatDoNotFitTogetherNothingArrives(String host, String keys) throws IOException {
    try (PacketTap tap = PacketTap.open(host.contains(":"));
        Setup setup = new Setup(host, "fragment: {to: client, when: {nth: 1}, " + keys + "}")) {
      setup.request("a request");
      setup.reply("the first reply, which is cut and never whole");
      setup.reply("the second");
      assertEquals("the second", text(setup.receive()));
      assertTrue(fragmentOffsets(tap.packets()).split(" ").length >= 2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 192.0.2.33:53",
    "::1, '[2001:db8::33]:53'",
  })
  void aForgedDatagramComesFromAnAddressThatIsNotOfThisMachine(String host, String from)
      throws IOException {
    try (Setup setup = new Setup(host, "spoof: {from: '" + from + "', payload: forged}")) {
      setup.request("a request");
      setup.reply("reply");
      DatagramPacket forged = setup.receive();
      assertEquals("forged", text(forged));
      assertEquals(from, text(forged.getSocketAddress()));
      assertEquals("reply", text(setup.receive()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void aForgedDatagramComesFromTheExactAddressOfThePeer(String host) throws IOException {
    try (Setup setup =
        new Setup(
            host,
            "[{spoof: {from: exact, payload: forged}},"
                + " {spoof: {from: exact, to: server, payload: forged, place: after}}]")) {
      InetSocketAddress seenByServer = setup.request("a request");
      assertEquals(seenByServer, setup.receiveAtServer("forged"));
      setup.reply("reply");
      DatagramPacket forged = setup.receive();
      assertEquals("forged", text(forged));
      assertEquals(setup.relayAddress(), forged.getSocketAddress());
      assertEquals("reply", text(setup.receive()));
    }
  }

  @Test
  void aForgedDatagramCanComeFromAnAddressThatAnotherSocketHolds() throws IOException {
    try (DatagramSocket holder = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        Setup setup =
            new Setup("127.0.0.1", "spoof: {from: '127.0.0.1:" + holder.getLocalPort() + "'}")) {
      setup.request("a request");
      setup.reply("reply");
      assertEquals(holder.getLocalSocketAddress(), setup.receive().getSocketAddress());
    }
  }

  @Test
  void aForgedDatagramCanBeFragmentedAsWell() throws IOException {
    try (PacketTap tap = PacketTap.open(false);
        Setup setup =
            new Setup(
                "127.0.0.1",
                "[{spoof: {from: other-host, place: instead, payload: mirror}},"
                    + " {fragment: {to: client, mtu: 36}}]")) {
      setup.request("a request");
      tap.packets();
      setup.reply("a reply of some length");
      DatagramPacket got = setup.receive();
      assertEquals("a reply of some length", text(got));
      assertEquals("0 16", fragmentOffsets(tap.packets()));
      assertEquals(setup.relayAddress().getPort(), got.getPort());
      assertTrue(!setup.relayAddress().getAddress().equals(got.getAddress()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void aClosedPortRefusesAConnectedClient(String host) throws IOException {
    try (Setup setup = new Setup(host, "unreachable: {nth: 1}")) {
      setup.client.connect(setup.relayAddress());
      setup.send("lost");
      assertThrows(PortUnreachableException.class, setup::receive);
      setup.request("heard");
      setup.reply("reply");
      assertEquals("reply", text(setup.receive()));
      assertEquals(1, setup.relay.history().events(Kind.UNREACHABLE).size());
    }
  }

  @Test
  void aClosedPortRefusesTheServerToo() throws IOException {
    try (Setup setup = new Setup("127.0.0.1", "unreachable: {to: client, nth: 1}")) {
      InetSocketAddress seen = setup.request("a request");
      setup.server.connect(seen);
      setup.reply("lost");
      assertThrows(PortUnreachableException.class, setup::receiveAtServer);
    }
  }

  /** On all addresses the relay answers from the one that the kernel would take. */
  @Test
  void whereTheRelayListensOnAllAddressesTheForgedSourceIsTheOneThatTheClientSees()
      throws IOException {
    try (Setup setup = new Setup("127.0.0.1", "0.0.0.0", "fragment: {to: client, mtu: 28}")) {
      setup.request("a request");
      setup.reply("a longer reply");
      DatagramPacket got = setup.receive();
      assertEquals("a longer reply", text(got));
      assertEquals(setup.relayAddress(), got.getSocketAddress());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "fragment: {to: server, mtu: 100}; 127.0.0.1; Nothing forged is sent to 192.0.2.99",
        "spoof: {to: server, from: other-port}; 127.0.0.1; Nothing forged is sent to 192.0.2.99",
        "unreachable: {to: client}; 127.0.0.1; Nothing forged is sent to 192.0.2.99",
        "fragment: {to: server, mtu: 48}; ::1; `fragment` with `mtu: 48` leaves no room for data",
        "spoof: {from: '192.0.2.1:53'}; ::1; Cannot send from 192.0.2.1:53 to [0:0:0:0:0:0:0:1]:",
        "spoof: {to: server, from: other-host}; ::1; Cannot send from another host: only IPv4",
      })
  void whatMayOrCannotBeSentIsRefusedAtTheStart(String faults, String host, String sentence) {
    String upstream = host.contains(":") ? "::1" : "192.0.2.99";
    RelayConfig config =
        RelayConfig.between(new Endpoint.Udp(host, 0), new Endpoint.Udp(upstream, 9))
            .withPlan(plan(faults));
    RelayException e = assertThrows(RelayException.class, () -> Relay.start(config).close());
    assertTrue(String.valueOf(e.getMessage()).startsWith(sentence), e::toString);
  }

  @Test
  void whatIsForgedForAListedServerIsNotRefused() {
    Bytes address = Bytes.of(InetAddress.ofLiteral("192.0.2.99").getAddress());
    RelayConfig config =
        RelayConfig.between(new Endpoint.Udp("127.0.0.1", 0), new Endpoint.Udp("192.0.2.99", 9))
            .withPlan(plan("fragment: {to: server, mtu: 100}"))
            .withTargets(new Targets(Set.of(address)));
    Relay.start(config).close();
  }

  /** A client, a server and a relay between them. */
  private static final class Setup implements AutoCloseable {
    private final DatagramSocket server;
    private final DatagramSocket client;
    private final Relay relay;
    private final InetSocketAddress relayAddress;
    private SocketAddress seenByServer = new InetSocketAddress(0);

    Setup(String host, String faults) throws IOException {
      this(host, host, faults);
    }

    Setup(String host, String listenHost, String faults) throws IOException {
      InetAddress local = InetAddress.ofLiteral(host);
      server = new DatagramSocket(0, local);
      client = new DatagramSocket(0, local);
      server.setSoTimeout(10_000);
      client.setSoTimeout(10_000);
      relay =
          Relay.start(
              RelayConfig.between(
                      new Endpoint.Udp(listenHost, 0),
                      new Endpoint.Udp(host, server.getLocalPort()))
                  .withPlan(plan(faults)));
      Endpoint.Udp listen = (Endpoint.Udp) relay.listenEndpoint();
      relayAddress = new InetSocketAddress(local, listen.port());
    }

    InetSocketAddress relayAddress() {
      return relayAddress;
    }

    void send(String text) throws IOException {
      byte[] bytes = text.getBytes(UTF_8);
      client.send(new DatagramPacket(bytes, bytes.length, relayAddress));
    }

    InetSocketAddress request(String text) throws IOException {
      send(text);
      InetSocketAddress from = receiveAtServer(text);
      seenByServer = from;
      return from;
    }

    InetSocketAddress receiveAtServer(String text) throws IOException {
      DatagramPacket packet = receiveAtServer();
      assertEquals(text, text(packet));
      return (InetSocketAddress) packet.getSocketAddress();
    }

    DatagramPacket receiveAtServer() throws IOException {
      DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
      server.receive(packet);
      return packet;
    }

    void reply(String text) throws IOException {
      byte[] bytes = text.getBytes(UTF_8);
      server.send(new DatagramPacket(bytes, bytes.length, seenByServer));
    }

    DatagramPacket receive() throws IOException {
      DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
      client.receive(packet);
      return packet;
    }

    @Override
    public void close() {
      relay.close();
      client.close();
      server.close();
      Awaitility.await().until(() -> relay.connections() == 0);
    }
  }

  /** The offsets of the fragments among some packets, in the order in which they were sent. */
  private static String fragmentOffsets(List<Bytes> packets) {
    StringBuilder offsets = new StringBuilder();
    for (Bytes packet : packets) {
      boolean v6 = packet.at(0) >> 4 == 6;
      int field = word(packet, v6 ? 42 : 6);
      boolean fragment =
          v6 ? packet.at(6) == 44 && packet.length() >= IPV6_HEADER_BYTES : (field & 0x3fff) != 0;
      if (fragment && packet.length() > IPV4_HEADER_BYTES) {
        int offset = v6 ? field & 0xfff8 : (field & 0x1fff) * 8;
        offsets.append(offsets.isEmpty() ? "" : " ").append(offset);
      }
    }
    return offsets.toString();
  }

  private static int word(Bytes packet, int at) {
    return at + 1 < packet.length() ? (packet.at(at) & 0xff) << 8 | (packet.at(at + 1) & 0xff) : 0;
  }

  private static Plan plan(String faults) {
    return PlanReader.read(
        YamlNode.parse(faults, "test"), Medium.UDP, new Framing.None(), Relay.capabilities());
  }

  private static String text(DatagramPacket packet) {
    return new String(packet.getData(), 0, packet.getLength(), UTF_8);
  }

  private static String text(SocketAddress address) {
    InetSocketAddress inet = (InetSocketAddress) address;
    String host = inet.getAddress().getHostAddress();
    return host.contains(":")
        ? "[" + host.replaceAll("(^|:)0(:0)+:", "::") + "]:" + inet.getPort()
        : host + ":" + inet.getPort();
  }
}
