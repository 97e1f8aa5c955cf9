package sockproof.proxy.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.IpFragment;

/** Packets byte for byte; the expected ones were made by another implementation. */
class PacketsTest {
  private static final IpFlow V4 = flow("127.0.0.1", "127.0.0.2");
  private static final IpFlow V6 = flow("::1", "2001:db8::7");
  private static final Bytes HELLO = Bytes.utf8("hello");
  private static final List<IpFragment> TWO =
      List.of(new IpFragment(0, 8, true), new IpFragment(8, 5, false));

  private static final String UDP_V4 = "14e90fa0000d9975" + "68656c6c6f";
  private static final String UDP_V6 = "14e90fa0000d69b8" + "68656c6c6f";
  private static final String ADDRESSES_V4 = "7f0000017f000002";
  private static final String SOURCE_V6 = "00000000000000000000000000000001";
  private static final String DESTINATION_V6 = "20010db8000000000000000000000007";
  private static final String ADDRESSES_V6 = SOURCE_V6 + DESTINATION_V6;
  private static final String WHOLE_V4 = "4500002112344000" + "40112a95" + ADDRESSES_V4 + UDP_V4;
  private static final String WHOLE_V6 = "60000000000d1140" + ADDRESSES_V6 + UDP_V6;

  /** The example of RFC 1071, section 3: the sum is ddf2. */
  @Test
  void checksumOfTheRfc() {
    Bytes data = Bytes.of(HexFormat.of().parseHex("0001f203f4f5f6f7"));
    assertEquals(0xffff - 0xddf2, new InternetChecksum().add(data).value());
  }

  @Test
  void anOddByteIsTheHighHalfOfAWord() {
    assertEquals(0xffff - 0x1200, new InternetChecksum().add(Bytes.of(new byte[] {0x12})).value());
  }

  @Test
  void wholeDatagrams() {
    assertEquals(WHOLE_V4, hex(UdpPackets.whole(V4, HELLO, 0x1234)));
    assertEquals(WHOLE_V6, hex(UdpPackets.whole(V6, HELLO, 0x1234)));
  }

  @Test
  void aChecksumOfZeroIsSentAsOnes() {
    Bytes payload = Bytes.of(new byte[] {(byte) 0xdd, 0x4d});
    assertTrue(hex(UdpPackets.whole(V4, payload, 1)).endsWith("14e90fa0000affffdd4d"));
  }

  @Test
  void fragmentsOverIpv4() {
    List<Bytes> packets = UdpPackets.fragments(V4, HELLO, TWO, 0x1234);
    assertEquals(
        List.of(
            "4500001c12342000" + "40114a9a" + ADDRESSES_V4 + UDP_V4.substring(0, 16),
            "4500001912340001" + "40116a9c" + ADDRESSES_V4 + UDP_V4.substring(16)),
        packets.stream().map(PacketsTest::hex).toList());
  }

  @Test
  void fragmentsOverIpv6() {
    List<Bytes> packets = UdpPackets.fragments(V6, HELLO, TWO.reversed(), 0x1234);
    assertEquals(
        List.of(
            "60000000000d2c40" + ADDRESSES_V6 + "1100000800001234" + UDP_V6.substring(16),
            "6000000000102c40" + ADDRESSES_V6 + "1100000100001234" + UDP_V6.substring(0, 16)),
        packets.stream().map(PacketsTest::hex).toList());
  }

  @Test
  void fragmentsStartAtMultiplesOfEight() {
    List<IpFragment> odd = List.of(new IpFragment(4, 8, true));
    assertThrows(IllegalArgumentException.class, () -> UdpPackets.fragments(V4, HELLO, odd, 1));
  }

  @Test
  void portUnreachable() {
    assertEquals(
        "45c0003d12344000" + "400129c9" + "7f0000027f000001" + "0303fb1e00000000" + WHOLE_V4,
        hex(PortUnreachable.answer(V4, HELLO, 0x1234)));
    assertEquals(
        "6c000000003d3a40" + DESTINATION_V6 + SOURCE_V6 + "01045f9400000000" + WHOLE_V6,
        hex(PortUnreachable.answer(V6, HELLO, 0x1234)));
  }

  @ParameterizedTest
  @CsvSource({"false, 576", "true, 1280"})
  void icmpErrorsQuoteNoMoreThanTheyMay(boolean v6, int most) {
    IpFlow flow = v6 ? V6 : V4;
    Bytes longPayload = Bytes.of(new byte[5000]);
    Bytes answer = PortUnreachable.answer(flow, longPayload, 1);
    assertEquals(most, answer.length());
    Bytes refused = UdpPackets.whole(flow, longPayload, 1);
    int quotedAt = (v6 ? 40 : 20) + 8;
    assertEquals(refused.slice(0, most - quotedAt), answer.slice(quotedAt, most));
  }

  @Test
  void aFlowHasTwoAddressesOfOneKind() {
    assertThrows(IllegalArgumentException.class, () -> flow("127.0.0.1", "::1"));
    Bytes local = V4.source();
    assertThrows(IllegalArgumentException.class, () -> new IpFlow(local, 65_536, local, 1));
    assertThrows(IllegalArgumentException.class, () -> new IpFlow(local, 1, local, -1));
    assertEquals(V4, V4.reversed().reversed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.255.0.9", "::1", "192.0.2.7", "2001:db8::7"})
  void loopbackAndWhatIsListedAreTargets(String address) {
    Targets targets = new Targets(Set.of(bytes("192.0.2.7"), bytes("2001:db8::7")));
    assertTrue(targets.include(bytes(address)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"126.255.255.255", "128.0.0.1", "192.0.2.8", "::", "2001:db8::8", "fe80::1"})
  void nothingElseIsATarget(String address) {
    Targets targets = new Targets(Set.of(bytes("192.0.2.7"), bytes("2001:db8::7")));
    assertFalse(targets.include(bytes(address)));
    assertFalse(Targets.LOOPBACK.include(bytes("192.0.2.7")));
  }

  @Test
  void thePacketItselfTellsItsDestination() {
    assertEquals(V4.destination(), Targets.destinationOf(UdpPackets.whole(V4, Bytes.empty(), 1)));
    assertEquals(V6.source(), Targets.destinationOf(PortUnreachable.answer(V6, HELLO, 1)));
  }

  @Test
  void tcpSegments() {
    TcpPackets.Header data =
        new TcpPackets.Header(
            0x01020304, 0xa0b0c0d0, TcpPackets.PSH | TcpPackets.ACK, 65_535, Bytes.empty());
    assertEquals(
        "4500002d12344000"
            + "40062a94"
            + ADDRESSES_V4
            + "14e90fa001020304a0b0c0d05018ffffe3e10000"
            + "68656c6c6f",
        hex(TcpPackets.segment(V4, data, HELLO, 0x1234)));
    Bytes options = Bytes.of(HexFormat.of().parseHex("020405b4"));
    TcpPackets.Header opening = new TcpPackets.Header(0xfffffff0, 0, TcpPackets.SYN, 1000, options);
    assertEquals(
        "6000000000180640" + ADDRESSES_V6 + "14e90fa0fffffff000000000600203e842040000" + "020405b4",
        hex(TcpPackets.segment(V6, opening, Bytes.empty(), 1)));
  }

  /** RFC 2675: both lengths are zero, and an option has the true one. */
  @Test
  void aDatagramThatIsTooLongForIpv6IsAJumbogram() {
    String packet = hex(UdpPackets.whole(V6, Bytes.of(new byte[65_528]), 1));
    assertEquals(
        "6000000000000040" + ADDRESSES_V6 + "1100c20400010008" + "14e90fa00000ada3",
        packet.substring(0, 2 * (40 + 8 + 8)));
    assertEquals(2 * (40 + 8 + 8 + 65_528), packet.length());
  }

  @Test
  void anIpv4PacketHasAnEnd() {
    Bytes tooLong = Bytes.of(new byte[65_508]);
    assertThrows(IllegalArgumentException.class, () -> UdpPackets.whole(V4, tooLong, 1));
  }

  private static IpFlow flow(String source, String destination) {
    return new IpFlow(bytes(source), 5353, bytes(destination), 4000);
  }

  private static Bytes bytes(String address) {
    return Bytes.of(InetAddress.ofLiteral(address).getAddress());
  }

  private static String hex(Bytes bytes) {
    return HexFormat.of().formatHex(bytes.toArray());
  }
}
