package sockproof.proxy.packet;

import java.nio.ByteBuffer;
import sockproof.proxy.core.Bytes;

/** TCP segments (RFC 9293) in IP packets, with every checksum set. */
public final class TcpPackets {
  /** The longest payload of a segment that fits into any IP packet. */
  public static final int MAX_PAYLOAD_BYTES = 65_495;

  /** Control bits, RFC 9293 section 3.1. */
  public static final int FIN = 1;

  public static final int SYN = 2;
  public static final int RST = 4;
  public static final int PSH = 8;
  public static final int ACK = 16;

  private static final int HEADER_BYTES = 20;
  private static final int CHECKSUM_OFFSET = 16;

  private TcpPackets() {}

  /**
   * What a header says beside the ports.
   *
   * @param sequence the number of the first byte, or of SYN; 32 bits
   * @param acknowledgement the number that is expected next; 32 bits
   * @param flags the sum of control bits
   * @param window the window field as it stands, 16 bits
   * @param options a whole number of 32-bit words
   */
  public record Header(int sequence, int acknowledgement, int flags, int window, Bytes options) {
    public Header {
      if (options.length() % 4 != 0) {
        throw new IllegalArgumentException("options of " + options.length() + " bytes");
      }
    }
  }

  /**
   * One segment in one packet.
   *
   * @param id the identification of the IPv4 packet, 16 bits
   */
  public static Bytes segment(IpFlow flow, Header header, Bytes payload, int id) {
    int headerBytes = HEADER_BYTES + header.options().length();
    ByteBuffer segment =
        ByteBuffer.allocate(headerBytes + payload.length())
            .putShort((short) flow.sourcePort())
            .putShort((short) flow.destinationPort())
            .putInt(header.sequence())
            .putInt(header.acknowledgement())
            .put((byte) ((headerBytes / 4) << 4))
            .put((byte) header.flags())
            .putShort((short) header.window())
            .putInt(0)
            .put(header.options().toArray())
            .put(payload.backingArray(), payload.arrayOffset(), payload.length());
    Bytes bytes = Bytes.of(segment.array());
    int sum =
        new InternetChecksum()
            .addPseudoHeader(flow, IpPacket.TCP, bytes.length())
            .add(bytes)
            .value();
    segment.putShort(CHECKSUM_OFFSET, (short) sum);
    return IpPacket.whole(flow, IpPacket.TCP, IpPacket.ROUTINE, id, bytes);
  }
}
