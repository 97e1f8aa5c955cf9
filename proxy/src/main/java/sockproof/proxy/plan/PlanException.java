package sockproof.proxy.plan;

/** Bad input: the message is one sentence that begins with its place, {@code file:line:column}. */
public final class PlanException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error whose message is complete as it stands. */
  public PlanException(String message) {
    super(message);
  }

  /** Likewise, with what caused it. */
  public PlanException(String message, Throwable cause) {
    super(message, cause);
  }
}
