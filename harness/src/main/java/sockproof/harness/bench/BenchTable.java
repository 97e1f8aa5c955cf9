package sockproof.harness.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import sockproof.harness.bench.BenchResult.Spread;
import sockproof.harness.bench.load.Workload;
import sockproof.harness.report.Styles;

/** Prints what was measured: a block for each workload, then the goals, then what is missing. */
public final class BenchTable {
  private final PrintWriter out;
  private final Styles styles;

  /** A printer. */
  public BenchTable(PrintWriter out, Styles styles) {
    this.out = out;
    this.styles = styles;
  }

  /** Prints the figures of the workloads. */
  public void print(BenchResult result) {
    for (Workload workload : result.workloads()) {
      out.println(styles.strong(workload.title()) + styles.faint("  (" + workload.name() + ")"));
      for (String who : result.measured(workload)) {
        Spread spread = result.spread(workload, who).orElseThrow();
        String ratio =
            result
                .ratio(workload, who, BenchResult.DIRECT)
                .map(value -> String.format(Locale.ROOT, "%5.2f × direct", value))
                .orElse("");
        out.printf(
            Locale.ROOT,
            "  %-11s %12s %-5s  %s%n",
            who,
            figure(spread.median()),
            workload.unit(),
            ratio + styles.faint("  " + figure(spread.least()) + " – " + figure(spread.most())));
      }
    }
    goals(result);
    Map<String, String> notes = new TreeMap<>(result.notes());
    notes.forEach((what, why) -> out.println(styles.warn(what + ": " + why)));
    out.flush();
  }

  private void goals(BenchResult result) {
    List<Goal.Standing> standings =
        Goal.GOALS.stream().flatMap(goal -> goal.standing(result).stream()).toList();
    if (!standings.isEmpty()) {
      out.println(styles.strong("Goals"));
    }
    for (Goal.Standing standing : standings) {
      String words = standing.words();
      out.println("  " + (standing.isReached() ? styles.good(words) : styles.bad(words)));
    }
  }

  /** Prints what idle connections cost. */
  public void print(String who, IdleConnections.Usage usage) {
    out.println(
        styles.strong(String.format(Locale.ROOT, "%,d idle connections", usage.connections())));
    out.printf(
        Locale.ROOT,
        "  %-11s %.0f MiB resident, %.1f %% CPU; half-closed %.0f MiB, %.1f %% CPU%n",
        who,
        usage.residentMiB(),
        usage.cpuPercent(),
        usage.halfClosedMiB(),
        usage.halfClosedCpuPercent());
    out.flush();
  }

  private static String figure(double value) {
    return value >= 1000
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
