package sockproof.harness.report;

import java.io.PrintWriter;
import java.util.Set;
import java.util.TreeSet;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Trial;
import sockproof.harness.finding.Finding;
import sockproof.harness.judge.Verdict;
import sockproof.proxy.plan.PlannedFault;

/**
 * Tells how far a {@code check} is: on a terminal one line that changes, elsewhere a line for each
 * check and one every few seconds between. Safe for use by several threads.
 */
public final class CheckProgress implements Lab.Progress {
  /** How much is told. */
  public enum Kind {
    NOTHING,
    /** Lines that stay. */
    LINES,
    /** A line that changes. */
    TERMINAL
  }

  private static final long SILENCE_NANOS = 5_000_000_000L;

  private final PrintWriter err;
  private final Kind kind;
  private final ProgressBar bar;
  private final Set<String> found = new TreeSet<>();
  private int cases;
  private long lastLineNanos = System.nanoTime();

  /** Progress that is printed. */
  public CheckProgress(PrintWriter err, Kind kind) {
    this.err = err;
    this.kind = kind;
    this.bar = new ProgressBar(err, kind == Kind.TERMINAL, 0);
  }

  /** Something begins that is no case. */
  public synchronized void begin(String what) {
    show(what, true);
  }

  @Override
  public synchronized void done(int count, Trial trial) {
    cases = Math.max(cases, count);
    String faults =
        String.join(
            ", ", trial.exchange().plan().faults().stream().map(PlannedFault::toString).toList());
    show("tried " + (faults.isEmpty() ? "no fault" : faults), false);
  }

  @Override
  public synchronized void checked(Finding finding, Verdict verdict) {
    if (verdict == Verdict.FAIL) {
      found.add(finding.id());
    }
    show(finding.id() + ": " + verdict.word(), true);
  }

  private void show(String what, boolean always) {
    String counts =
        cases
            + (cases == 1 ? " case, " : " cases, ")
            + (found.isEmpty() ? "no finding" : "found " + String.join(", ", found));
    switch (kind) {
      case NOTHING -> {
        // The user wants results only.
      }
      case TERMINAL -> bar.showLine(counts + "; " + what);
      case LINES -> {
        long now = System.nanoTime();
        if (always || now - lastLineNanos > SILENCE_NANOS) {
          lastLineNanos = now;
          err.println(counts + "; " + what);
          err.flush();
        }
      }
    }
  }

  /** Takes the line away. */
  public synchronized void clear() {
    bar.clear();
  }
}
