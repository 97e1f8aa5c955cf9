package sockproof.harness.check;

/** A check found while it explored that it cannot be applied to the subject; the message is why. */
public final class NotApplicableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * With the reason.
   *
   * @param reason one sentence, without a full stop
   */
  public NotApplicableException(String reason) {
    super(reason);
  }
}
