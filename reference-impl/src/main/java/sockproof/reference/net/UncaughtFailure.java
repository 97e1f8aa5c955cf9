package sockproof.reference.net;

/** A mutant's failure that nobody catches: it is shown with its stack trace, exit status 1. */
public final class UncaughtFailure extends RuntimeException {
  /** Takes what failed. */
  public UncaughtFailure(Exception cause) {
    super(cause);
  }
}
