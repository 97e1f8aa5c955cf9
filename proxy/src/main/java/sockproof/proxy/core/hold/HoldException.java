package sockproof.proxy.core.hold;

/** A command that makes no sense as things stand; the message is one sentence for its user. */
public final class HoldException extends RuntimeException {
  /** An exception with one sentence. */
  public HoldException(String message) {
    super(message);
  }
}
