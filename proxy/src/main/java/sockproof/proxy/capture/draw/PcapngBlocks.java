package sockproof.proxy.capture.draw;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import sockproof.proxy.core.Bytes;

/**
 * The blocks of a pcapng file, big-endian, as the IETF draft "PCAP Next Generation (pcapng) Capture
 * File Format" describes them. Times are nanoseconds since 1970; texts are cut where they get too
 * long.
 */
final class PcapngBlocks {
  private static final int SECTION_HEADER = 0x0a0d0d0a;
  private static final int INTERFACE_DESCRIPTION = 1;
  private static final int INTERFACE_STATISTICS = 5;
  private static final int ENHANCED_PACKET = 6;

  private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
  private static final long UNKNOWN_LENGTH = -1;

  /** LINKTYPE_RAW: IPv4 or IPv6, as the packet's first four bits say. */
  private static final short LINK_TYPE_RAW = 101;

  private static final int OPT_COMMENT = 1;
  private static final int SHB_USERAPPL = 4;
  private static final int IF_NAME = 2;
  private static final int IF_DESCRIPTION = 3;
  private static final int IF_TSRESOL = 9;
  private static final int EPB_FLAGS = 2;
  private static final int ISB_IFRECV = 4;
  private static final int ISB_IFDROP = 5;

  private static final byte NANOSECONDS = 9;
  private static final int INBOUND = 1;
  private static final int OUTBOUND = 2;
  private static final int MAX_TEXT_CHARACTERS = 1000;
  private static final int FRAME_BYTES = 12;

  private PcapngBlocks() {}

  private record Option(int code, Bytes value) {
    static Option of(int code, String text) {
      boolean fits = text.length() <= MAX_TEXT_CHARACTERS;
      return new Option(
          code, Bytes.utf8(fits ? text : text.substring(0, MAX_TEXT_CHARACTERS) + "…"));
    }

    static Option of(int code, long number) {
      return new Option(code, Bytes.of(ByteBuffer.allocate(Long.BYTES).putLong(number).array()));
    }
  }

  /** The first block: who wrote the file, and what is to be known of it. */
  static Bytes sectionHeader(String application, String comment) {
    ByteBuffer body =
        ByteBuffer.allocate(16)
            .putInt(BYTE_ORDER_MAGIC)
            .putShort((short) 1)
            .putShort((short) 0)
            .putLong(UNKNOWN_LENGTH);
    return block(
        SECTION_HEADER,
        body,
        Bytes.empty(),
        List.of(Option.of(OPT_COMMENT, comment), Option.of(SHB_USERAPPL, application)));
  }

  /** An interface; they are numbered from 0 in the order of their blocks. */
  static Bytes interfaceDescription(String name, String description) {
    ByteBuffer body = ByteBuffer.allocate(8).putShort(LINK_TYPE_RAW).putShort((short) 0).putInt(0);
    return block(
        INTERFACE_DESCRIPTION,
        body,
        Bytes.empty(),
        List.of(
            Option.of(IF_NAME, name),
            Option.of(IF_DESCRIPTION, description),
            new Option(IF_TSRESOL, Bytes.of(new byte[] {NANOSECONDS}))));
  }

  /** A packet. */
  static Bytes enhancedPacket(
      int interfaceId, long epochNanos, boolean outbound, Bytes packet, List<String> comments) {
    ByteBuffer body =
        ByteBuffer.allocate(20)
            .putInt(interfaceId)
            .putInt((int) (epochNanos >>> 32))
            .putInt((int) epochNanos)
            .putInt(packet.length())
            .putInt(packet.length());
    List<Option> options = new ArrayList<>();
    comments.forEach(comment -> options.add(Option.of(OPT_COMMENT, comment)));
    byte[] flags = ByteBuffer.allocate(4).putInt(outbound ? OUTBOUND : INBOUND).array();
    options.add(new Option(EPB_FLAGS, Bytes.of(flags)));
    return block(ENHANCED_PACKET, body, packet, options);
  }

  /**
   * What an interface has seen, at the end of the file.
   *
   * @param seen how many packets there were, those that were left out among them
   * @param leftOut how many are not in the file
   * @param comments more to be known, possibly nothing
   */
  static Bytes interfaceStatistics(
      int interfaceId, long epochNanos, long seen, long leftOut, List<String> comments) {
    ByteBuffer body =
        ByteBuffer.allocate(12)
            .putInt(interfaceId)
            .putInt((int) (epochNanos >>> 32))
            .putInt((int) epochNanos);
    List<Option> options = new ArrayList<>();
    comments.forEach(comment -> options.add(Option.of(OPT_COMMENT, comment)));
    options.add(Option.of(ISB_IFRECV, seen));
    options.add(Option.of(ISB_IFDROP, leftOut));
    return block(INTERFACE_STATISTICS, body, Bytes.empty(), options);
  }

  private static Bytes block(int type, ByteBuffer body, Bytes data, List<Option> options) {
    int length = FRAME_BYTES + body.capacity() + padded(data.length()) + 4;
    for (Option option : options) {
      length += 4 + padded(option.value().length());
    }
    ByteBuffer block = ByteBuffer.allocate(length).putInt(type).putInt(length).put(body.flip());
    put(block, data);
    for (Option option : options) {
      block.putShort((short) option.code()).putShort((short) option.value().length());
      put(block, option.value());
    }
    block.putInt(0).putInt(length); // the end of the options, and the length once more
    return Bytes.of(block.array());
  }

  private static void put(ByteBuffer to, Bytes data) {
    to.put(data.backingArray(), data.arrayOffset(), data.length());
    to.position(to.position() + padded(data.length()) - data.length());
  }

  private static int padded(int length) {
    return (length + 3) & ~3;
  }
}
