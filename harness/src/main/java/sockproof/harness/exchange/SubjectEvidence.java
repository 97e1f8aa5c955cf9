package sockproof.harness.exchange;

import java.time.Duration;
import java.util.Optional;
import sockproof.harness.process.Ending;
import sockproof.harness.process.RunningSubject;

/**
 * What is known of the subject itself after an exchange.
 *
 * @param ending how it ended; empty when it was still running and had to be ended
 * @param stdout what it printed on standard output
 * @param stderr what it printed on standard error
 * @param elapsedNanos how long it ran, as seen by the harness
 * @param cpuNanos CPU time that it used
 * @param busyShare for one still running that was watched: its share of one core, from 0 to 1
 */
public record SubjectEvidence(
    Optional<Ending> ending,
    String stdout,
    String stderr,
    long elapsedNanos,
    long cpuNanos,
    double busyShare) {
  /** The share of a core from which a subject that should wait counts as spinning. */
  public static final double SPINNING_SHARE = 0.4;

  /** One that does nothing for so long is not watched any longer. */
  private static final Duration GLANCE = Duration.ofMillis(40);

  private static final Duration WATCH = Duration.ofMillis(200);
  private static final Duration LONG_WATCH = Duration.ofMillis(500);

  /** True when it was still running at the deadline and using a core. */
  public boolean isSpinning() {
    return ending.isEmpty() && busyShare >= SPINNING_SHARE;
  }

  /**
   * Looks at a subject.
   *
   * @param watchCpu whether to watch the CPU time of one that still runs for a moment
   */
  static SubjectEvidence of(RunningSubject subject, long startNanos, boolean watchCpu)
      throws InterruptedException {
    long demandBefore = subject.demandNanos();
    long watchStart = System.nanoTime();
    boolean ended =
        subject.ending().isPresent() || subject.awaitEnd(watchCpu ? GLANCE : Duration.ZERO);
    if (!ended && watchCpu && subject.demandNanos() - demandBefore > GLANCE.toNanos() / 4) {
      ended = subject.awaitEnd(WATCH);
      if (!ended && subject.demandNanos() - demandBefore > WATCH.toNanos() / 4) {
        // It may be busy with what it has just got: only what goes on and on counts.
        demandBefore = subject.demandNanos();
        watchStart = System.nanoTime();
        ended = subject.awaitEnd(LONG_WATCH);
      }
    }
    long watchedNanos = Math.max(System.nanoTime() - watchStart, 1);
    long demandNanos = subject.demandNanos();
    return new SubjectEvidence(
        ended ? subject.ending() : Optional.empty(),
        subject.stdout(),
        subject.stderr(),
        System.nanoTime() - startNanos,
        subject.cpuNanos(),
        ended || !watchCpu ? 0 : (double) (demandNanos - demandBefore) / watchedNanos);
  }

  /** How it ended, for people. */
  public String endingWords() {
    return ending
        .map(Ending::words)
        .orElse(
            isSpinning()
                ? "still running at the deadline, using %d %% of a core"
                    .formatted(Math.round(100 * busyShare))
                : "still running at the deadline, using no CPU");
  }
}
