package sockproof.proxy.kernel;

/** A system call failed; the message is one clause without a full stop, such as an errno's text. */
public final class KernelException extends RuntimeException {
  private final int errno;

  /**
   * A failed call.
   *
   * @param what what was tried, as in "bind to 127.0.0.1:80"
   * @param errno the positive error number
   */
  public KernelException(String what, int errno) {
    super(what + ": " + Errno.describe(errno));
    this.errno = errno;
  }

  /** The positive error number. */
  public int errno() {
    return errno;
  }

  /** True when the call failed in this way. */
  public boolean is(Errno error) {
    return errno == error.number();
  }
}
