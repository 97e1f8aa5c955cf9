package sockproof.proxy.core;

import java.util.Locale;

/**
 * How messages are delimited on a stream, as far as the relay must know it: to number messages, to
 * count offsets from their end and to cut inside a prefix or delimiter.
 */
public sealed interface Framing {
  /** Nothing is known; the whole stream counts as one message without an end. */
  record None() implements Framing {}

  /** Every message has {@code size} bytes. */
  record Fixed(int size) implements Framing {
    public Fixed {
      if (size < 1) {
        throw new IllegalArgumentException("fixed:N needs a size of at least 1");
      }
    }
  }

  /** A message ends with LF, which belongs to it. */
  record Line() implements Framing {}

  /** A message ends with CR LF, which belong to it. */
  record Crlf() implements Framing {}

  /** Four bytes, unsigned big-endian, give the length of what follows. */
  record LengthPrefix() implements Framing {}

  /** One message a direction, ended by FIN. */
  record Eof() implements Framing {}

  /**
   * Reads the words {@code fixed:N}, {@code line}, {@code crlf}, {@code length-prefix}, {@code eof}
   * and {@code none}.
   *
   * @throws IllegalArgumentException with one sentence for any other word
   */
  static Framing parse(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (lower.startsWith("fixed:")) {
      try {
        return new Fixed(Integer.parseInt(lower.substring("fixed:".length()).strip()));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "framing `" + word + "` needs a number of bytes after fixed:, as in fixed:16", e);
      }
    }
    return switch (lower) {
      case "none" -> new None();
      case "line" -> new Line();
      case "crlf" -> new Crlf();
      case "length-prefix" -> new LengthPrefix();
      case "eof" -> new Eof();
      default ->
          throw new IllegalArgumentException(
              "framing `" + word + "` is not known; use fixed:N, line, crlf, length-prefix or eof");
    };
  }

  /** The word that {@link #parse} reads. */
  default String word() {
    return switch (this) {
      case None() -> "none";
      case Fixed(int size) -> "fixed:" + size;
      case Line() -> "line";
      case Crlf() -> "crlf";
      case LengthPrefix() -> "length-prefix";
      case Eof() -> "eof";
    };
  }
}
