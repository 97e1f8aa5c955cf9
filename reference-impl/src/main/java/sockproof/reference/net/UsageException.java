package sockproof.reference.net;

/** Bad input or a place that cannot be used: one sentence with the remedy, exit status 2. */
public final class UsageException extends RuntimeException {
  /** Takes one sentence that says what is wrong and what to do. */
  public UsageException(String sentence) {
    super(sentence);
  }

  /** Takes the sentence and what caused it. */
  public UsageException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
