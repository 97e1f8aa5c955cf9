package sockproof.proxy.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.packet.IpFlow;
import sockproof.proxy.packet.Targets;
import sockproof.proxy.packet.UdpPackets;
import sockproof.proxy.plan.Capability;
import sockproof.proxy.relay.Relay;

class RawSocketTest {
  @BeforeEach
  void needsThePrivilege() {
    assumeTrue(
        Relay.capabilities().contains(Capability.FOREIGN_SOURCE),
        "raw sockets need CAP_NET_RAW: run the tests as root");
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 192.0.2.33", "::1, 2001:db8::33"})
  void theReceiverSeesTheSourceThatThePacketNames(String here, String elsewhere)
      throws IOException {
    InetAddress local = InetAddress.ofLiteral(here);
    try (DatagramSocket receiver = new DatagramSocket(0, local);
        RawSocket socket = RawSocket.open(here.contains(":"), Targets.LOOPBACK)) {
      receiver.setSoTimeout(10_000);
      IpFlow flow = flow(elsewhere, here, receiver.getLocalPort());
      Bytes packet = UdpPackets.whole(flow, Bytes.utf8("forged"), 1);
      assertEquals(packet.length(), socket.send(packet));
      DatagramPacket got = new DatagramPacket(new byte[100], 100);
      receiver.receive(got);
      assertEquals(6, got.getLength());
      assertEquals(
          new InetSocketAddress(InetAddress.ofLiteral(elsewhere), 53), got.getSocketAddress());
    }
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 192.0.2.33", "::1, 2001:db8::33", "::1, fe80::1"})
  void nothingGoesToAnybodyElse(String here, String elsewhere) {
    try (RawSocket socket = RawSocket.open(here.contains(":"), Targets.LOOPBACK)) {
      Bytes packet = UdpPackets.whole(flow(here, elsewhere, 9), Bytes.empty(), 1);
      assertThrows(IllegalArgumentException.class, () -> socket.send(packet));
    }
  }

  @Test
  void norToAnAddressOfTheOtherKindThatIsListed() {
    Bytes listed = Bytes.of(InetAddress.ofLiteral("2001:db8::33").getAddress());
    try (RawSocket socket = RawSocket.open(false, new Targets(Set.of(listed)))) {
      Bytes packet = UdpPackets.whole(flow("::1", "2001:db8::33", 9), Bytes.empty(), 1);
      assertThrows(IllegalArgumentException.class, () -> socket.send(packet));
    }
  }

  private static IpFlow flow(String from, String to, int port) {
    return new IpFlow(
        Bytes.of(InetAddress.ofLiteral(from).getAddress()),
        53,
        Bytes.of(InetAddress.ofLiteral(to).getAddress()),
        port);
  }
}
