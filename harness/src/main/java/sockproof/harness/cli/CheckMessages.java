package sockproof.harness.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import sockproof.harness.exchange.Texts;
import sockproof.reference.message.Framing;
import sockproof.reference.message.MessageException;

/** The messages of {@code --message} as a framing can carry them. */
final class CheckMessages {
  private static final String DEFAULT = "hello, world";

  /** Larger messages than this are refused by many programs. */
  private static final int MAX_FIXED_BYTES = 1 << 20;

  private CheckMessages() {}

  /**
   * What is said on a stream or in datagrams.
   *
   * @param given as the user gave them; none for the usual one
   * @throws UsageException for what the framing cannot carry
   */
  static List<String> of(List<String> given, Framing framing, boolean stream) {
    if (framing instanceof Framing.Fixed(int size) && size > MAX_FIXED_BYTES) {
      throw new UsageException(
          "--framing fixed:%d: a check goes up to fixed:%d.".formatted(size, MAX_FIXED_BYTES));
    }
    if (given.isEmpty()) {
      return List.of(framing instanceof Framing.Fixed ? Texts.plainMessage(framing) : DEFAULT);
    }
    List<String> messages = new ArrayList<>();
    for (String message : given) {
      if (message.isBlank()) {
        throw new UsageException(
            "--message: nothing shows whether the answer to an empty message was taken; give one"
                + " with text in it.");
      }
      messages.add(stream ? fitted(message, framing) : message);
    }
    return messages;
  }

  /** With {@code fixed:N} a shorter message is filled up with spaces. */
  private static String fitted(String message, Framing framing) {
    String fitted = message;
    if (framing instanceof Framing.Fixed(int size)) {
      fitted += " ".repeat(Math.max(0, size - message.getBytes(StandardCharsets.UTF_8).length));
    }
    try {
      framing.encode(fitted.getBytes(StandardCharsets.UTF_8));
    } catch (MessageException e) {
      throw new UsageException("--message: " + e.getMessage() + ".");
    }
    return fitted;
  }
}
