package sockproof.harness.debug;

/** Something that the user asked for cannot be done; the message is one sentence for the user. */
public class DebugException extends RuntimeException {
  /** An exception with one sentence. */
  public DebugException(String message) {
    super(message);
  }

  /** An exception with one sentence and what caused it. */
  public DebugException(String message, Throwable cause) {
    super(message, cause);
  }
}
