package sockproof.proxy.kernel;

/** The error numbers of Linux that sockets meet (asm-generic/errno.h), with their usual names. */
public enum Errno {
  EPERM(1, "operation not permitted"),
  ENOENT(2, "no such file or directory"),
  EINTR(4, "interrupted system call"),
  EIO(5, "input/output error"),
  EBADF(9, "bad file descriptor"),
  EAGAIN(11, "resource temporarily unavailable"),
  ENOMEM(12, "out of memory"),
  EACCES(13, "permission denied"),
  EINVAL(22, "invalid argument"),
  ENFILE(23, "too many open files in the system"),
  EMFILE(24, "too many open files"),
  EPIPE(32, "broken pipe"),
  EDESTADDRREQ(89, "destination address required"),
  EMSGSIZE(90, "message too long"),
  EPROTOTYPE(91, "protocol wrong type for socket"),
  EOPNOTSUPP(95, "operation not supported"),
  EAFNOSUPPORT(97, "address family not supported"),
  EADDRINUSE(98, "address already in use"),
  EADDRNOTAVAIL(99, "cannot assign requested address"),
  ENETUNREACH(101, "network is unreachable"),
  ECONNABORTED(103, "connection aborted"),
  ECONNRESET(104, "connection reset by peer"),
  ENOBUFS(105, "no buffer space available"),
  EISCONN(106, "already connected"),
  ENOTCONN(107, "not connected"),
  ETIMEDOUT(110, "connection timed out"),
  ECONNREFUSED(111, "connection refused"),
  EHOSTUNREACH(113, "no route to host"),
  EINPROGRESS(115, "operation now in progress");

  private final int number;
  private final String description;

  Errno(int number, String description) {
    this.number = number;
    this.description = description;
  }

  /** The number that the C library gives in {@code errno}. */
  public int number() {
    return number;
  }

  /** True when a call of this package that gives errors as negated numbers gave this one. */
  public boolean is(int result) {
    return result == -number;
  }

  /**
   * True when a call failed for want of descriptors or memory, so that it may work later.
   *
   * @param number a positive error number
   */
  public static boolean isShortage(int number) {
    return number == EMFILE.number
        || number == ENFILE.number
        || number == ENOBUFS.number
        || number == ENOMEM.number;
  }

  /**
   * What an error number means, as part of a sentence.
   *
   * @param number a positive error number
   */
  public static String describe(int number) {
    for (Errno known : values()) {
      if (known.number == number) {
        return known.description;
      }
    }
    return "error number " + number;
  }
}
