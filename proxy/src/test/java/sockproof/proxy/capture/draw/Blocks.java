package sockproof.proxy.capture.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sockproof.proxy.core.Bytes;

/** Reads pcapng blocks of IPv4 packets, checking every length and checksum on the way. */
final class Blocks {
  private static final int PACKET = 6;
  private static final int STATISTICS = 5;
  private static final String FLAGS = "FSRPA";

  private Blocks() {}

  private record Block(int type, ByteBuffer body) {}

  private static Block block(Bytes bytes) {
    ByteBuffer all = ByteBuffer.wrap(bytes.toArray());
    int type = all.getInt();
    assertEquals(bytes.length(), all.getInt());
    assertEquals(bytes.length(), all.getInt(bytes.length() - 4));
    assertEquals(0, bytes.length() % 4);
    return new Block(type, all.slice(8, bytes.length() - 12));
  }

  private static List<ByteBuffer> bodies(List<Bytes> blocks, int type) {
    return blocks.stream()
        .map(Blocks::block)
        .filter(block -> block.type() == type)
        .map(Block::body)
        .toList();
  }

  /** The times of the packets, in nanoseconds since 1970. */
  static List<Long> times(List<Bytes> blocks) {
    return bodies(blocks, PACKET).stream().map(body -> body.getLong(4)).toList();
  }

  /** What the interfaces have seen. */
  static List<String> counts(List<Bytes> blocks) {
    List<String> all = new ArrayList<>();
    for (ByteBuffer body : bodies(blocks, STATISTICS)) {
      int number = body.getInt();
      body.position(12);
      Map<Integer, Long> counts = new HashMap<>();
      Options options = new Options(body);
      while (options.next()) {
        if (options.value.length == Long.BYTES) {
          counts.put(options.code, ByteBuffer.wrap(options.value).getLong());
        }
      }
      all.add(number + ": " + counts.get(4) + " seen, " + counts.get(5) + " left out");
    }
    return all;
  }

  /** One option after the other. */
  private static final class Options {
    private final ByteBuffer from;
    private int code;
    private byte[] value = {};

    Options(ByteBuffer from) {
      this.from = from;
    }

    boolean next() {
      code = from.getShort();
      value = new byte[from.getShort()];
      from.get(value);
      from.position(from.position() + (4 - value.length % 4) % 4);
      return code != 0;
    }
  }

  /** Each packet in a line. TCP numbers are relative, as Wireshark shows them. */
  static List<String> packets(List<Bytes> blocks) {
    Map<String, Integer> bases = new HashMap<>();
    return bodies(blocks, PACKET).stream().map(body -> packet(body, bases)).toList();
  }

  private static String packet(ByteBuffer body, Map<String, Integer> bases) {
    StringBuilder line = new StringBuilder().append(body.getInt());
    int length = body.getInt(12);
    assertEquals(length, body.getInt(16));
    byte[] packet = new byte[length];
    body.position(20);
    body.get(packet);
    body.position(body.position() + (4 - length % 4) % 4);
    StringBuilder comments = new StringBuilder();
    Options options = new Options(body);
    while (options.next()) {
      if (options.code == 1) {
        comments.append(" [").append(new String(options.value, StandardCharsets.UTF_8)).append(']');
      } else {
        line.append(options.value[3] == 1 ? " in  " : " out ");
      }
    }
    return line.append(ip(ByteBuffer.wrap(packet), bases)).append(comments).toString();
  }

  private static String ip(ByteBuffer packet, Map<String, Integer> bases) {
    int length = packet.capacity();
    assertEquals(0x45, packet.get(0));
    assertEquals(length, Short.toUnsignedInt(packet.getShort(2)));
    assertEquals(0xffff, sum(packet.slice(0, 20), 0));
    int protocol = packet.get(9);
    int payloadBytes = length - 20;
    int pseudo = protocol + payloadBytes + sum(packet.slice(12, 8), 0);
    ByteBuffer inner = packet.slice(20, payloadBytes);
    assertEquals(0xffff, sum(inner, pseudo));
    int from = Short.toUnsignedInt(inner.getShort(0));
    int to = Short.toUnsignedInt(inner.getShort(2));
    return from + ">" + to + (protocol == 6 ? tcp(inner, from, to, bases) : udp(inner));
  }

  /** RFC 1071, word by word. */
  private static int sum(ByteBuffer words, int start) {
    int sum = start;
    for (int i = 0; i < words.capacity(); i += 2) {
      int low = i + 1 < words.capacity() ? words.get(i + 1) & 0xff : 0;
      sum += (words.get(i) & 0xff) << 8 | low;
      sum = (sum & 0xffff) + (sum >> 16);
    }
    return (sum & 0xffff) + (sum >> 16);
  }

  private static String udp(ByteBuffer datagram) {
    assertEquals(datagram.capacity(), Short.toUnsignedInt(datagram.getShort(4)));
    return " udp " + (datagram.capacity() - 8);
  }

  private static String tcp(ByteBuffer segment, int from, int to, Map<String, Integer> bases) {
    int bits = segment.get(13);
    StringBuilder flags = new StringBuilder();
    for (int i = 0; i < FLAGS.length(); i++) {
      if ((bits & 1 << i) != 0) {
        flags.append(FLAGS.charAt(i));
      }
    }
    int base = bases.computeIfAbsent(from + ">" + to, key -> segment.getInt(4));
    Integer other = bases.get(to + ">" + from);
    boolean acknowledges = (bits & 16) != 0;
    return String.format(
        " %-4s seq %d ack %s len %d",
        flags,
        segment.getInt(4) - base,
        acknowledges && other != null ? segment.getInt(8) - other : "-",
        segment.capacity() - (segment.get(12) >> 4 & 0xf) * 4);
  }
}
