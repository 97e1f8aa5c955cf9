package sockproof.harness.exchange;

/** A server under test that never listened, in one sentence. */
public final class SubjectNotReadyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SubjectNotReadyException(String message) {
    super(message);
  }

  /** The message where several copies ran at once: they may have been in each other's way. */
  public String amongCopies() {
    return getMessage()
        + "; several copies of it run at once, so if they share files give --jobs 1";
  }
}
