package sockproof.harness.check.transparent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sockproof.proxy.core.Bytes;

/**
 * Finds the length prefixes in what was said in one go, without knowing the protocol: where the
 * bytes can be read from end to end as messages that each begin with their length, that is hardly
 * chance.
 */
final class LengthPrefixes {
  private static final List<Integer> WIDTHS = List.of(8, 4, 2);

  /** Such as a kind and flags, which stand before the length in many protocols. */
  private static final int MAX_BEFORE = 4;

  /** So many with a body; of one alone the length says only what is left, which may be chance. */
  private static final int ENOUGH_BODIES = 2;

  private static final int BITS_IN_BYTE = 8;

  private LengthPrefixes() {}

  /**
   * Where a header stands.
   *
   * @param begin its first byte
   * @param end the byte behind its last one
   */
  record Header(int begin, int end) {
    /** True where a cut before that byte parts the header. */
    boolean isPartedAt(int at) {
      return at > begin && at < end;
    }
  }

  /**
   * The headers of the messages that were said in one go.
   *
   * @return in order; empty where the bytes are not such messages, or only one has a body
   */
  static List<Header> in(Bytes said) {
    for (boolean bigEndian : new boolean[] {true, false}) {
      for (int width : WIDTHS) {
        for (int before = 0; before <= MAX_BEFORE; before++) {
          for (boolean countsHeader : new boolean[] {false, true}) {
            Optional<List<Header>> found =
                new Shape(before, width, bigEndian, countsHeader).headers(said);
            if (found.isPresent()) {
              return found.get();
            }
          }
        }
      }
    }
    return List.of();
  }

  /** One way to write a header. */
  private record Shape(int before, int width, boolean bigEndian, boolean countsHeader) {

    Optional<List<Header>> headers(Bytes said) {
      List<Header> headers = new ArrayList<>();
      int header = before + width;
      int bodies = 0;
      long at = 0;
      while (at + header <= said.length()) {
        long body = lengthAt(said, (int) at + before) - (countsHeader ? header : 0);
        if (body < 0 || body > said.length()) {
          return Optional.empty();
        }
        headers.add(new Header((int) at, (int) at + header));
        bodies += body > 0 ? 1 : 0;
        at += header + body;
      }
      boolean fits = at == said.length() && bodies >= ENOUGH_BODIES;
      return fits ? Optional.of(headers) : Optional.empty();
    }

    private long lengthAt(Bytes said, int from) {
      long value = 0;
      for (int i = 0; i < width; i++) {
        int index = bigEndian ? from + i : from + width - 1 - i;
        value = (value << BITS_IN_BYTE) | (said.at(index) & 0xff);
      }
      return value;
    }
  }
}
