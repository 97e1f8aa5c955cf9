package sockproof.reference;

/** How a run of a role ended. */
public sealed interface Exit {
  /** It ended by itself, with this exit status: 0 success, 1 a clean error, 2 bad usage. */
  record Status(int code) implements Exit {}

  /**
   * It would have died from this signal; only mutants do. The caller decides what to make of it.
   */
  record Signal(int number) implements Exit {
    /** A write to a connection that the peer has reset (POSIX). */
    public static final int SIGPIPE = 13;
  }
}
