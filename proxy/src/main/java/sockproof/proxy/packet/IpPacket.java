package sockproof.proxy.packet;

import java.nio.ByteBuffer;
import sockproof.proxy.core.Bytes;

/** IPv4 (RFC 791) and IPv6 (RFC 8200) packets. */
final class IpPacket {
  static final int ICMP = 1;
  static final int TCP = 6;
  static final int UDP = 17;
  static final int HOP_BY_HOP = 0;
  static final int FRAGMENT = 44;
  static final int ICMP_V6 = 58;

  /** The longest IPv4 packet, and the longest payload of an ordinary IPv6 packet. */
  static final int MAX_BYTES = 65_535;

  static final int V4_HEADER_BYTES = 20;
  static final int V6_HEADER_BYTES = 40;
  static final int FRAGMENT_HEADER_BYTES = 8;
  static final int FRAGMENT_UNIT_BYTES = 8;

  private static final int V4_VERSION_AND_LENGTH = 0x45;
  private static final int V4_DONT_FRAGMENT = 0x4000;
  private static final int V4_MORE_FRAGMENTS = 0x2000;
  private static final int V4_CHECKSUM_OFFSET = 10;
  private static final int V6_VERSION = 0x60;
  private static final int V6_MORE_FRAGMENTS = 1;
  private static final int HOP_LIMIT = 64;
  private static final int JUMBO_HEADER_BYTES = 8;
  private static final int JUMBO_OPTION = 0xc2;
  private static final int JUMBO_LENGTH_BYTES = 4;

  /** Type of service of ordinary data. */
  static final int ROUTINE = 0;

  /** Precedence 6, "internetwork control", for ICMP errors (RFC 1812, section 4.3.2.5). */
  static final int INTERNETWORK_CONTROL = 0xc0;

  private IpPacket() {}

  /**
   * A packet that is not a fragment.
   *
   * @param flow gives the addresses
   * @param service the type of service or traffic class, 8 bits
   * @param id the identification, of which IPv4 carries 16 bits and IPv6 none
   */
  static Bytes whole(IpFlow flow, int protocol, int service, int id, Bytes payload) {
    return flow.isV6()
        ? v6(flow, protocol, service, payload)
        : v4(flow, protocol, service, id, V4_DONT_FRAGMENT, payload);
  }

  /**
   * One fragment.
   *
   * @param id the same for all fragments of a packet: 16 bits over IPv4 (RFC 791, section 3.1), 32
   *     over IPv6 (RFC 8200, section 4.5)
   * @param offsetBytes where its data stand in the payload of the whole packet, a multiple of 8
   * @param more true for all but the last
   */
  static Bytes fragment(
      IpFlow flow, int protocol, int id, int offsetBytes, boolean more, Bytes data) {
    if (offsetBytes % FRAGMENT_UNIT_BYTES != 0) {
      throw new IllegalArgumentException("a fragment at offset " + offsetBytes);
    }
    if (!flow.isV6()) {
      int flags = (more ? V4_MORE_FRAGMENTS : 0) | offsetBytes / FRAGMENT_UNIT_BYTES;
      return v4(flow, protocol, ROUTINE, id, flags, data);
    }
    byte[] header =
        ByteBuffer.allocate(FRAGMENT_HEADER_BYTES)
            .put((byte) protocol)
            .put((byte) 0)
            .putShort((short) (offsetBytes | (more ? V6_MORE_FRAGMENTS : 0)))
            .putInt(id)
            .array();
    return v6(flow, FRAGMENT, ROUTINE, Bytes.of(header).plus(data));
  }

  private static Bytes v4(
      IpFlow flow, int protocol, int service, int id, int flagsAndOffset, Bytes payload) {
    if (V4_HEADER_BYTES + payload.length() > MAX_BYTES) {
      throw new IllegalArgumentException("an IPv4 payload of " + payload.length() + " bytes");
    }
    ByteBuffer header =
        ByteBuffer.allocate(V4_HEADER_BYTES)
            .put((byte) V4_VERSION_AND_LENGTH)
            .put((byte) service)
            .putShort((short) (V4_HEADER_BYTES + payload.length()))
            .putShort((short) id)
            .putShort((short) flagsAndOffset)
            .put((byte) HOP_LIMIT)
            .put((byte) protocol)
            .putShort((short) 0)
            .put(flow.source().toArray())
            .put(flow.destination().toArray());
    Bytes bytes = Bytes.of(header.array());
    header.putShort(V4_CHECKSUM_OFFSET, (short) new InternetChecksum().add(bytes).value());
    return bytes.plus(payload);
  }

  private static Bytes v6(IpFlow flow, int nextHeader, int service, Bytes payload) {
    if (payload.length() > MAX_BYTES) {
      return v6(flow, HOP_BY_HOP, service, 0, jumbo(nextHeader, payload.length()).plus(payload));
    }
    return v6(flow, nextHeader, service, payload.length(), payload);
  }

  /** The option that says how long a packet is whose length field is zero (RFC 2675). */
  private static Bytes jumbo(int nextHeader, int lengthBytes) {
    return Bytes.of(
        ByteBuffer.allocate(JUMBO_HEADER_BYTES)
            .put((byte) nextHeader)
            .put((byte) 0)
            .put((byte) JUMBO_OPTION)
            .put((byte) JUMBO_LENGTH_BYTES)
            .putInt(JUMBO_HEADER_BYTES + lengthBytes)
            .array());
  }

  private static Bytes v6(
      IpFlow flow, int nextHeader, int service, int lengthField, Bytes payload) {
    byte[] header =
        ByteBuffer.allocate(V6_HEADER_BYTES)
            .put((byte) (V6_VERSION | service >> 4))
            .put((byte) (service << 4))
            .putShort((short) 0)
            .putShort((short) lengthField)
            .put((byte) nextHeader)
            .put((byte) HOP_LIMIT)
            .put(flow.source().toArray())
            .put(flow.destination().toArray())
            .array();
    return Bytes.of(header).plus(payload);
  }
}
