package sockproof.reference.stream;

import java.util.function.UnaryOperator;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;

/**
 * What both sides of a stream agree on.
 *
 * @param framing how messages are delimited
 * @param text which bytes are text
 * @param maxMessageBytes the longest message that is taken, without delimiter or prefix
 * @param answer what the server makes of a message; uppercase, unless a test wants otherwise
 */
public record StreamSettings(
    Framing framing, TextRules text, int maxMessageBytes, UnaryOperator<String> answer) {
  /** The longest message taken by default: 1 MiB. */
  public static final int DEFAULT_MAX_MESSAGE_BYTES = 1 << 20;

  /** The uppercase service with messages of up to 1 MiB. */
  public static StreamSettings of(Framing framing, TextRules text) {
    return new StreamSettings(framing, text, DEFAULT_MAX_MESSAGE_BYTES, text::uppercase);
  }

  /** The same with another maximum. */
  public StreamSettings withMaxMessageBytes(int bytes) {
    return new StreamSettings(framing, text, bytes, answer);
  }

  /** The same with another answer. */
  public StreamSettings withAnswer(UnaryOperator<String> other) {
    return new StreamSettings(framing, text, maxMessageBytes, other);
  }
}
