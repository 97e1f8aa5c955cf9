package sockproof.proxy.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;

/** What faults on datagrams do to real sockets. */
@Timeout(60)
class DatagramFaultsOnSocketsTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @ParameterizedTest
  @CsvSource({
    "other-port, true, false",
    "other-host, false, true",
    "both, false, false",
    "127.0.0.77:25353, false, false"
  })
  void aForgedReplyComesFromTheSourceThatWasAskedFor(
      String from, boolean sameHost, boolean samePort) throws IOException {
    try (Exchange exchange = new Exchange("spoof: {from: '" + from + "', payload: forged}")) {
      List<DatagramPacket> replies = exchange.replies(2);
      InetSocketAddress genuine = exchange.address();
      assertEquals("forged", text(replies.get(0)));
      assertEquals(sameHost, replies.get(0).getAddress().equals(genuine.getAddress()));
      assertEquals(samePort, replies.get(0).getPort() == genuine.getPort());
      assertEquals("reply", text(replies.get(1)));
      assertEquals(genuine, replies.get(1).getSocketAddress());
    }
  }

  @Test
  void copiesEmptyAndShortDatagramsAreSentAsSuch() throws IOException {
    try (Exchange exchange =
        new Exchange(
            "[{duplicate: {to: client, copies: 1}}, {empty: {to: client, when: {nth: 1}}},"
                + " {truncate: {to: 3, when: {nth: 3}}}]")) {
      List<String> texts = exchange.replies(3).stream().map(packet -> text(packet)).toList();
      assertEquals(3, texts.size());
      assertTrue(texts.contains(""), texts::toString);
    }
  }

  @Test
  void anotherHostOfTheIpv6LoopbackIsRefusedByName() {
    Plan plan = plan("spoof: {from: other-host}");
    RelayConfig config =
        RelayConfig.between(new Endpoint.Udp("::1", 0), new Endpoint.Udp("::1", 9)).withPlan(plan);
    RelayException e = assertThrows(RelayException.class, () -> Relay.start(config).close());
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("Cannot send from another host: only IPv4"),
        e::toString);
  }

  @Test
  void aSourceThatIsTakenIsRefusedWithoutRawSockets() throws IOException {
    SocketName.Inet genuine = SocketName.Inet.of(LOOPBACK, 9);
    try (DatagramSocket taken = new DatagramSocket(0, LOOPBACK);
        SourcePool sources = new SourcePool(genuine, new SocketFiles(genuine), false)) {
      Datagram.Source source = new Datagram.Source.Address("127.0.0.1", taken.getLocalPort());
      RelayException e = assertThrows(RelayException.class, () -> sources.originOf(source));
      assertEquals(
          "Cannot send from 127.0.0.1:"
              + taken.getLocalPort()
              + ": address already in use; take another one, or run with CAP_NET_RAW, which can"
              + " forge it.",
          e.getMessage());
    }
  }

  /** A client that asks, a relay and a server that answers. */
  private static final class Exchange implements AutoCloseable {
    private final DatagramSocket server = new DatagramSocket(0, LOOPBACK);
    private final DatagramSocket client = new DatagramSocket(0, LOOPBACK);
    private final Relay relay;

    Exchange(String faults) throws IOException {
      server.setSoTimeout(10_000);
      client.setSoTimeout(10_000);
      relay =
          Relay.start(
              RelayConfig.between(
                      new Endpoint.Udp("127.0.0.1", 0),
                      new Endpoint.Udp("127.0.0.1", server.getLocalPort()))
                  .withPlan(plan(faults)));
    }

    InetSocketAddress address() {
      return (InetSocketAddress) Peers.addressOf(relay.listenEndpoint());
    }

    List<DatagramPacket> replies(int count) throws IOException {
      client.send(new DatagramPacket("request".getBytes(UTF_8), 7, address()));
      DatagramPacket request = new DatagramPacket(new byte[100], 100);
      server.receive(request);
      server.send(new DatagramPacket("reply".getBytes(UTF_8), 5, request.getSocketAddress()));
      List<DatagramPacket> replies = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        DatagramPacket reply = new DatagramPacket(new byte[100], 100);
        client.receive(reply);
        replies.add(reply);
      }
      return replies;
    }

    @Override
    public void close() {
      relay.close();
      client.close();
      server.close();
    }
  }

  private static Plan plan(String faults) {
    return PlanReader.parse(faults, "test", Medium.UDP, new Framing.None());
  }

  private static String text(DatagramPacket packet) {
    return new String(packet.getData(), 0, packet.getLength(), UTF_8);
  }
}
