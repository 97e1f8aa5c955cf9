package sockproof.reference.message;

/**
 * A message that breaks a rule of the service: not in the agreed charset, empty, too long, or of a
 * size that the framing cannot carry. The text is one sentence without a full stop.
 */
public final class MessageException extends Exception {
  /** Takes one sentence that says what is wrong with the message. */
  public MessageException(String sentence) {
    super(sentence);
  }
}
