package sockproof.harness.exchange;

/** A server under test that never listened, in one sentence. */
public final class SubjectNotReadyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SubjectNotReadyException(String message) {
    super(message);
  }
}
