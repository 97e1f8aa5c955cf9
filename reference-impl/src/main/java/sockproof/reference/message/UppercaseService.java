package sockproof.reference.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What the service answers: the uppercase form of a message, or an error to whoever sent it. */
public final class UppercaseService {
  /** How an error reply begins; lowercase, so that no uppercase form in ASCII can look like it. */
  public static final String ERROR_PREFIX = "error: ";

  private UppercaseService() {}

  /** Whether a reply says that the message was refused. */
  public static boolean isError(String reply) {
    return reply.startsWith(ERROR_PREFIX);
  }

  /**
   * The text of a request.
   *
   * @throws MessageException where it is empty or not of the charset
   */
  public static String read(byte[] request, TextRules rules) throws MessageException {
    if (request.length == 0) {
      throw new MessageException("the message is empty");
    }
    return rules.decode(request);
  }

  /** The bytes of an error reply, in a form that the framing can carry. */
  public static byte[] errorReply(MessageException error, Framing framing) {
    byte[] text = (ERROR_PREFIX + error.getMessage()).getBytes(StandardCharsets.US_ASCII);
    if (framing instanceof Framing.Fixed(int size)) {
      byte[] exact = Arrays.copyOf(text, size);
      if (text.length < size) {
        Arrays.fill(exact, text.length, size, (byte) ' ');
      }
      return exact;
    }
    return text;
  }
}
