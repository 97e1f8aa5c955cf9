package sockproof.harness.exchange;

import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;

/** Messages made to measure. */
public final class Texts {
  private Texts() {}

  /**
   * A text whose every part tells its offset, so that a repeated, shifted or missing part shows: it
   * counts its own bytes, as in {@code ..eight..sixteen} but with letters only, which have a case.
   *
   * @param sizeBytes how long the text is
   */
  public static String positionCoded(int sizeBytes) {
    StringBuilder text = new StringBuilder(sizeBytes + 8);
    while (text.length() < sizeBytes) {
      int offset = text.length();
      text.append('.');
      // The offset in base 26, seven letters: enough for every size that fits an int.
      for (int digit = 6; digit >= 0; digit--) {
        int value = (int) (offset / (long) Math.pow(26, digit) % 26);
        text.append((char) ('a' + value));
      }
    }
    return text.substring(0, sizeBytes);
  }

  /**
   * A text that takes a given number of bytes on the wire, delimiter or prefix included.
   *
   * @throws IllegalArgumentException where the framing alone is longer
   */
  public static String positionCodedOnWire(int wireBytes, Framing framing, boolean stream) {
    int overhead = stream ? overheadBytes(framing) : 0;
    if (wireBytes < overhead) {
      throw new IllegalArgumentException(
          "a message of " + wireBytes + " bytes cannot hold its " + overhead + " bytes of framing");
    }
    return positionCoded(wireBytes - overhead);
  }

  private static int overheadBytes(Framing framing) {
    return switch (framing) {
      case Framing.Line() -> 1;
      case Framing.Crlf() -> 2;
      case Framing.LengthPrefix() -> Framing.LengthPrefix.PREFIX_BYTES;
      case Framing.Fixed fixed -> 0;
      case Framing.Eof() -> 0;
    };
  }

  /** A short message that fits every framing and charset. */
  public static String plainMessage(Framing framing) {
    String text = "hello, sockproof";
    if (framing instanceof Framing.Fixed(int size)) {
      return text.length() >= size ? text.substring(0, size) : positionCoded(size);
    }
    return text;
  }

  /** The answer to {@link #plainMessage}. */
  public static String plainReply(Framing framing) {
    return TextRules.ASCII.uppercase(plainMessage(framing));
  }
}
