package sockproof.reference.message;

import java.nio.ByteBuffer;
import java.util.Locale;

/** How messages are delimited on a stream. Sizes are in bytes. */
public sealed interface Framing {
  /** Every message has exactly {@code size} bytes. */
  record Fixed(int size) implements Framing {
    /** Takes the size of every message in bytes, at least 1. */
    public Fixed {
      if (size < 1) {
        throw new IllegalArgumentException("fixed:N needs a size of at least 1 byte");
      }
    }
  }

  /** A message ends with LF. */
  record Line() implements Framing {}

  /** A message ends with CR LF. */
  record Crlf() implements Framing {}

  /** Four bytes, unsigned big-endian, give the size of the message that follows them. */
  record LengthPrefix() implements Framing {
    /** How many bytes the prefix has. */
    public static final int PREFIX_BYTES = 4;
  }

  /** One message a direction, ended by FIN. */
  record Eof() implements Framing {}

  /**
   * Reads the words {@code fixed:N}, {@code line}, {@code crlf}, {@code length-prefix} and {@code
   * eof}.
   *
   * @throws IllegalArgumentException with one sentence for any other word
   */
  static Framing parse(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (lower.startsWith("fixed:")) {
      try {
        return new Fixed(Integer.parseInt(lower.substring("fixed:".length())));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "framing `" + word + "` needs a number of bytes, as in fixed:16", e);
      }
    }
    return switch (lower) {
      case "line" -> new Line();
      case "crlf" -> new Crlf();
      case "length-prefix" -> new LengthPrefix();
      case "eof" -> new Eof();
      default ->
          throw new IllegalArgumentException(
              "framing `" + word + "` is not one of fixed:N, line, crlf, length-prefix, eof");
    };
  }

  /** The word that {@link #parse} reads. */
  default String word() {
    return switch (this) {
      case Fixed(int size) -> "fixed:" + size;
      case Line() -> "line";
      case Crlf() -> "crlf";
      case LengthPrefix() -> "length-prefix";
      case Eof() -> "eof";
    };
  }

  /**
   * The bytes that carry one message.
   *
   * @throws MessageException where the framing cannot carry it: of another size than {@code
   *     fixed:N}, or with the delimiter inside
   */
  default byte[] encode(byte[] message) throws MessageException {
    return switch (this) {
      case Fixed(int size) -> {
        if (message.length != size) {
          throw new MessageException(
              "the message has "
                  + message.length
                  + " bytes and fixed:"
                  + size
                  + " carries "
                  + size);
        }
        yield message.clone();
      }
      case Line() -> {
        if (indexOf(message, (byte) '\n') >= 0) {
          throw new MessageException("the message has a line feed inside, which ends a line");
        }
        yield concat(message, new byte[] {'\n'});
      }
      case Crlf() -> {
        for (int i = indexOf(message, (byte) '\r'); i >= 0 && i < message.length; i++) {
          boolean last = i == message.length - 1;
          if (message[i] == '\r' && (last || message[i + 1] == '\n')) {
            throw new MessageException("the message has CR LF inside or a CR at its end");
          }
        }
        yield concat(message, new byte[] {'\r', '\n'});
      }
      case LengthPrefix() ->
          concat(
              ByteBuffer.allocate(LengthPrefix.PREFIX_BYTES).putInt(message.length).array(),
              message);
      case Eof() -> message.clone();
    };
  }

  /** A decoder for one direction of one connection; messages above the maximum are refused. */
  default MessageDecoder decoder(int maxMessageBytes) {
    return switch (this) {
      case Fixed(int size) -> new FixedDecoder(size);
      case Line() -> new DelimiterDecoder(new byte[] {'\n'}, maxMessageBytes);
      case Crlf() -> new DelimiterDecoder(new byte[] {'\r', '\n'}, maxMessageBytes);
      case LengthPrefix() -> new LengthPrefixDecoder(maxMessageBytes);
      case Eof() -> new EofDecoder(maxMessageBytes);
    };
  }

  private static int indexOf(byte[] bytes, byte wanted) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static byte[] concat(byte[] a, byte[] b) {
    return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
  }
}
