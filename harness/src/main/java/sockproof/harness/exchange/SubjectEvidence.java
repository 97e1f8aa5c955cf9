package sockproof.harness.exchange;

import java.time.Duration;
import java.util.List;
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
 * @param holdsReset for a client still running: whether it may hold a TCP connection that is over
 */
public record SubjectEvidence(
    Optional<Ending> ending,
    String stdout,
    String stderr,
    long elapsedNanos,
    long cpuNanos,
    double busyShare,
    boolean holdsReset) {
  /** The share of a core from which a subject that should wait counts as spinning. */
  public static final double SPINNING_SHARE = 0.4;

  /**
   * How long one is watched: it may be busy with what it has just got, or slow on a busy machine,
   * so only what goes on and on counts. One that does little in any of these is let be.
   */
  private static final List<Duration> WATCHES =
      List.of(
          Duration.ofMillis(40),
          Duration.ofMillis(200),
          Duration.ofMillis(500),
          Duration.ofSeconds(1));

  private static final double LITTLE_SHARE = 0.25;

  /** So often a subject is looked at while it is watched. */
  private static final Duration LOOK = Duration.ofMillis(10);

  /** Evidence from which nobody can tell whether it has closed what was reset. */
  public SubjectEvidence(
      Optional<Ending> ending,
      String stdout,
      String stderr,
      long elapsedNanos,
      long cpuNanos,
      double busyShare) {
    this(ending, stdout, stderr, elapsedNanos, cpuNanos, busyShare, true);
  }

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
    double busyShare = watchCpu && subject.ending().isEmpty() ? busyShare(subject) : 0;
    Optional<Ending> ending = subject.ending();
    return new SubjectEvidence(
        ending,
        subject.stdout(),
        subject.stderr(),
        System.nanoTime() - startNanos,
        subject.cpuNanos(),
        ending.isPresent() ? 0 : busyShare);
  }

  /** Looks at a client; one that still runs is watched for a moment. */
  static SubjectEvidence ofClient(RunningSubject subject, long startNanos)
      throws InterruptedException {
    SubjectEvidence seen = of(subject, startNanos, true);
    return new SubjectEvidence(
        seen.ending,
        seen.stdout,
        seen.stderr,
        seen.elapsedNanos,
        seen.cpuNanos,
        seen.busyShare,
        seen.ending.isEmpty() && subject.holdsSocketWithoutConnection());
  }

  private static double busyShare(RunningSubject subject) throws InterruptedException {
    double share = 1;
    for (Duration watch : WATCHES) {
      share = busyShare(subject, watch);
      if (share < LITTLE_SHARE) {
        return share;
      }
    }
    return share;
  }

  /**
   * Of the time that it wanted a core and of the looks that found it runnable, what tells more: the
   * first leaves out what it still waits for, and the time in which a virtual machine stood still.
   */
  private static double busyShare(RunningSubject subject, Duration watch)
      throws InterruptedException {
    long demandBefore = subject.demandNanos();
    long startNanos = System.nanoTime();
    double runnable = 0;
    int looks = 0;
    long elapsedNanos = 0;
    while (elapsedNanos < watch.toNanos()) {
      if (subject.awaitEnd(LOOK)) {
        return 0;
      }
      looks++;
      runnable += subject.isRunnable() ? 1 : 0;
      elapsedNanos = System.nanoTime() - startNanos;
    }
    double demandNanos = subject.demandNanos() - demandBefore;
    return Math.max(demandNanos / elapsedNanos, runnable / looks);
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
