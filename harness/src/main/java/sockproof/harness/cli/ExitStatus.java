package sockproof.harness.cli;

/** The exit statuses of the program; they are part of its public interface. */
public final class ExitStatus {
  /** Everything as expected, expected failures included. */
  public static final int OK = 0;

  /** At least one unexpected failure. */
  public static final int FAILURE = 1;

  /** Bad usage or bad input; one line on standard error says what and where. */
  public static final int USAGE = 2;

  /** No failure, but something inconclusive that should not be. */
  public static final int INCONCLUSIVE = 3;

  /** Ended by SIGINT, with the results so far written. */
  public static final int INTERRUPTED = 130;

  private ExitStatus() {}
}
