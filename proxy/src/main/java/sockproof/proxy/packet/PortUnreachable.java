package sockproof.proxy.packet;

import java.nio.ByteBuffer;
import sockproof.proxy.core.Bytes;

/**
 * The answer of a host on which nobody listens at a port: ICMP destination unreachable, code 3 (RFC
 * 792; RFC 1122, section 3.2.2.1), or ICMPv6 type 1, code 4 (RFC 4443, section 3.1).
 */
public final class PortUnreachable {
  private static final int HEADER_BYTES = 8;
  private static final int TYPE_AND_CODE_V4 = 3 << 8 | 3;
  private static final int TYPE_AND_CODE_V6 = 1 << 8 | 4;

  /** An IPv4 packet with an ICMP error is this long at most (RFC 1812, section 4.3.2.3). */
  private static final int MAX_V4_BYTES = 576;

  /** Likewise over IPv6: the least MTU (RFC 4443, section 2.4). */
  private static final int MAX_V6_BYTES = 1280;

  private PortUnreachable() {}

  /**
   * The packet that answers a datagram.
   *
   * @param flow that of the datagram, so the answer goes to its source
   * @param payload that of the datagram, of whose packet the answer carries the beginning
   * @param id the identification of the IPv4 packet, 16 bits
   */
  public static Bytes answer(IpFlow flow, Bytes payload, int id) {
    IpFlow back = flow.reversed();
    Bytes refused = UdpPackets.whole(flow, payload, id);
    int room =
        flow.isV6()
            ? MAX_V6_BYTES - IpPacket.V6_HEADER_BYTES - HEADER_BYTES
            : MAX_V4_BYTES - IpPacket.V4_HEADER_BYTES - HEADER_BYTES;
    Bytes quoted = refused.slice(0, Math.min(refused.length(), room));
    int protocol = flow.isV6() ? IpPacket.ICMP_V6 : IpPacket.ICMP;
    InternetChecksum sum = new InternetChecksum();
    if (flow.isV6()) {
      sum.addPseudoHeader(back, protocol, HEADER_BYTES + quoted.length());
    }
    sum.add(header(flow, 0)).add(quoted);
    Bytes message = header(flow, sum.value()).plus(quoted);
    return IpPacket.whole(back, protocol, IpPacket.INTERNETWORK_CONTROL, id, message);
  }

  private static Bytes header(IpFlow flow, int checksum) {
    return Bytes.of(
        ByteBuffer.allocate(HEADER_BYTES)
            .putShort((short) (flow.isV6() ? TYPE_AND_CODE_V6 : TYPE_AND_CODE_V4))
            .putShort((short) checksum)
            .putInt(0)
            .array());
  }
}
