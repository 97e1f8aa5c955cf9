package sockproof.harness.process;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** A subject that was started, whether a process of its own or a reference role in this JVM. */
public interface RunningSubject extends AutoCloseable {
  /** The process id, empty for a role in this JVM. */
  OptionalInt pid();

  /** Waits for the end; false when the time is over first. */
  boolean awaitEnd(Duration timeout) throws InterruptedException;

  /** As {@link #awaitEnd}, but time without a core does not count, as {@link FairDeadline} says. */
  default boolean awaitEndFairly(Duration timeout) throws InterruptedException {
    FairDeadline deadline = new FairDeadline(timeout, this::starvedNanos);
    for (Duration left = timeout; left.isPositive(); left = deadline.left()) {
      if (awaitEnd(left)) {
        return true;
      }
    }
    return false;
  }

  /** How it ended; empty while it runs, and for one that {@link #close} had to end. */
  Optional<Ending> ending();

  /** What it printed on standard output so far. */
  String stdout();

  /** What it printed on standard error so far. */
  String stderr();

  /** CPU time that it has used, in nanoseconds. */
  long cpuNanos();

  /**
   * Time that its threads have run or have waited for a core, in nanoseconds: unlike {@link
   * #cpuNanos} it shows a busy loop on a busy machine as well. 0 where it has ended.
   */
  long demandNanos();

  /**
   * Whether one of its threads runs or waits for a core at this moment; false where it has ended.
   * {@link #demandNanos} does not count the time of one that waits before that gets a core.
   */
  boolean isRunnable();

  /** Time that its threads have waited for a core, in nanoseconds; 0 where it has ended. */
  long starvedNanos();

  /** Writes text to its standard input; what it will not take is kept until it does. */
  void write(String text);

  /** Closes its standard input. */
  void endInput();

  /**
   * Keeps all its processes from running until {@link #thaw}, as a busy machine may for a while
   * (SIGSTOP); a role in this JVM goes on.
   */
  default void freeze() {}

  /** Lets it run again. */
  default void thaw() {}

  /** How many sockets its processes hold, each counted once; 0 for a role in this JVM. */
  default int heldSockets() {
    return 0;
  }

  /**
   * Whether one of them is no connection any more, or none yet: of one that was reset, no table of
   * the kernel tells whether it was closed. True where that cannot be known.
   */
  default boolean holdsSocketWithoutConnection() {
    return true;
  }

  /** Ends it and all it started, at once, and collects what is left of its output. */
  @Override
  void close();
}
