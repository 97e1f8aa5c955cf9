package sockproof.proxy.control;

/** A change that cannot be made; nothing was changed. The message is one sentence. */
public final class ControlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why a change cannot be made. */
  public enum Reason {
    /** There is no proxy, fault or connection of that name. */
    NOT_FOUND,
    /** There is one of that name already. */
    EXISTS,
    /** What was asked for makes no sense. */
    INVALID,
    /** The machine refuses, as with a port in use. */
    REFUSED
  }

  private final Reason reason;

  /** A change that cannot be made. */
  public ControlException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Likewise, with what caused it. */
  public ControlException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
