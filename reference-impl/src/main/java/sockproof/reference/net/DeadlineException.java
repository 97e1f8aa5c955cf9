package sockproof.reference.net;

/** Nothing came, or nothing could be sent, before the deadline. */
public final class DeadlineException extends ExchangeException {
  /** Takes one sentence that says what was waited for. */
  public DeadlineException(String sentence) {
    super(sentence);
  }
}
