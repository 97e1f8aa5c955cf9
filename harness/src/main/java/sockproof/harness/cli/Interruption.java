package sockproof.harness.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SIGINT and SIGTERM during a run: no new case starts, the results so far are written, every
 * subject ends, and the status is 130.
 */
final class Interruption {
  /** Longer than a case may take after its deadline; the lifeline ends subjects in any event. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private Interruption() {}

  /**
   * Installs the handler.
   *
   * @param interrupted set when the signal comes
   * @param stop asks the run to end
   * @param finished counted down when the run has ended and its results are written
   */
  static Thread install(AtomicBoolean interrupted, Runnable stop, CountDownLatch finished) {
    Thread hook =
        new Thread(
            () -> {
              interrupted.set(true);
              stop.run();
              boolean inTime = false;
              try {
                inTime = finished.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              // Inside a shutdown hook the status can no longer be chosen by exit().
              Runtime.getRuntime().halt(inTime ? ExitStatus.INTERRUPTED : ExitStatus.FAILURE);
            },
            "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  /** Takes the handler away again; without effect while the program is already ending. */
  static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook is running: it ends the program with its own status.
      return;
    }
  }
}
