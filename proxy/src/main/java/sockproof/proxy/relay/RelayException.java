package sockproof.proxy.relay;

/** A relay could not be started; the message is one sentence for the user, with the remedy. */
public final class RelayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error whose message is complete as it stands. */
  public RelayException(String message) {
    super(message);
  }

  /** Likewise, with what caused it. */
  public RelayException(String message, Throwable cause) {
    super(message, cause);
  }
}
