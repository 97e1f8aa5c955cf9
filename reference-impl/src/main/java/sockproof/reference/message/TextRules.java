package sockproof.reference.message;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Which bytes are text, and what uppercase means for it. */
public enum TextRules {
  /** US-ASCII; only a to z change. */
  ASCII("ascii", "ASCII", StandardCharsets.US_ASCII),
  /** UTF-8; uppercase as Unicode has it, without a locale. The size in bytes may change. */
  UTF_8("utf-8", "UTF-8", StandardCharsets.UTF_8);

  private final String word;
  private final String shownName;
  private final Charset charset;

  TextRules(String word, String shownName, Charset charset) {
    this.word = word;
    this.shownName = shownName;
    this.charset = charset;
  }

  /**
   * Reads {@code ascii} or {@code utf-8}.
   *
   * @throws IllegalArgumentException with one sentence for any other word
   */
  public static TextRules parse(String word) {
    for (TextRules rules : values()) {
      if (rules.word.equalsIgnoreCase(word)) {
        return rules;
      }
    }
    throw new IllegalArgumentException("charset `" + word + "` is not one of ascii, utf-8");
  }

  /** The word that {@link #parse} reads. */
  public String word() {
    return word;
  }

  /**
   * The text of the bytes; never guesses or replaces.
   *
   * @throws MessageException where a byte is not of this charset, with its value and offset
   */
  public String decode(byte[] bytes) throws MessageException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(in, out, true);
    if (result.isError()) {
      int offset = in.position();
      throw new MessageException(
          String.format(
              Locale.ROOT,
              "the message is not %s: byte 0x%02X at offset %d",
              shownName,
              bytes[offset] & 0xff,
              offset));
    }
    return out.flip().toString();
  }

  /**
   * The bytes of the text; never replaces.
   *
   * @throws MessageException where a character is not of this charset
   */
  public byte[] encode(String text) throws MessageException {
    try {
      ByteBuffer bytes =
          charset
              .newEncoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .encode(CharBuffer.wrap(text));
      byte[] exact = new byte[bytes.remaining()];
      bytes.get(exact);
      return exact;
    } catch (CharacterCodingException e) {
      throw new MessageException(
          "the message has a character that is not " + shownName + ": " + Printable.escape(text));
    }
  }

  /** The uppercase form of the text under these rules. */
  public String uppercase(String text) {
    return switch (this) {
      case ASCII -> asciiUppercase(text);
      case UTF_8 -> text.toUpperCase(Locale.ROOT);
    };
  }

  private static String asciiUppercase(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (chars[i] >= 'a' && chars[i] <= 'z') {
        chars[i] = (char) (chars[i] - 'a' + 'A');
      }
    }
    return new String(chars);
  }
}
