package sockproof.proxy.packet;

import java.nio.ByteBuffer;
import java.util.List;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.IpFragment;

/** UDP datagrams (RFC 768) in IP packets, with every checksum set. */
public final class UdpPackets {
  private static final int HEADER_BYTES = 8;
  private static final int NO_CHECKSUM = 0;
  private static final int ZERO_SUM = 0xffff;

  private UdpPackets() {}

  /**
   * A datagram in one packet; over IPv6 one that is too long for it is in a jumbogram (RFC 2675).
   *
   * @param id the identification of the IPv4 packet, 16 bits
   */
  public static Bytes whole(IpFlow flow, Bytes payload, int id) {
    return IpPacket.whole(flow, IpPacket.UDP, IpPacket.ROUTINE, id, datagram(flow, payload));
  }

  /**
   * A datagram as fragments, in the order in which they are named; each carries the bytes of its
   * own range, so fragments that overlap agree.
   *
   * @param id the identification that tells its fragments from those of others
   */
  public static List<Bytes> fragments(
      IpFlow flow, Bytes payload, List<IpFragment> fragments, int id) {
    Bytes datagram = datagram(flow, payload);
    return fragments.stream()
        .map(
            fragment ->
                IpPacket.fragment(
                    flow,
                    IpPacket.UDP,
                    id,
                    fragment.offsetBytes(),
                    fragment.more(),
                    datagram.slice(
                        fragment.offsetBytes(), fragment.offsetBytes() + fragment.lengthBytes())))
        .toList();
  }

  /** Header and payload; a checksum of zero is sent as all ones, since zero says "none". */
  private static Bytes datagram(IpFlow flow, Bytes payload) {
    int length = HEADER_BYTES + payload.length();
    int sum =
        new InternetChecksum()
            .addPseudoHeader(flow, IpPacket.UDP, length)
            .add(header(flow, length, 0))
            .add(payload)
            .value();
    return header(flow, length, sum == NO_CHECKSUM ? ZERO_SUM : sum).plus(payload);
  }

  private static Bytes header(IpFlow flow, int length, int checksum) {
    return Bytes.of(
        ByteBuffer.allocate(HEADER_BYTES)
            .putShort((short) flow.sourcePort())
            .putShort((short) flow.destinationPort())
            .putShort((short) (length > IpPacket.MAX_BYTES ? 0 : length))
            .putShort((short) checksum)
            .array());
  }
}
