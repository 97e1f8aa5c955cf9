package sockproof.harness.report;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import sockproof.harness.exchange.Role;
import sockproof.harness.known.KnownCase;
import sockproof.harness.run.CaseResult;
import sockproof.harness.run.CaseResult.Status;
import sockproof.harness.run.CaseRun;
import sockproof.harness.run.SuiteResult;
import sockproof.harness.run.SuiteRunner;
import sockproof.harness.scenario.Scenario;
import sockproof.proxy.core.Direction;

/**
 * The report that a person reads while and after the cases run: a line for each scenario and
 * subject, each failure with its smallest cause and the line that repeats it, and a table at the
 * end.
 */
public final class ConsoleReport implements SuiteRunner.Listener {
  private record Group(String scenario, String subject) {}

  private final PrintWriter out;
  private final Styles styles;
  private final ProgressBar progress;
  private final boolean everyGroup;
  private final Function<CaseResult, String> replayOf;
  private final Map<Group, Integer> open = new LinkedHashMap<>();

  /** By group, in the order of the cases, so that the first failure is always the same. */
  private final Map<Group, TreeMap<Integer, CaseResult>> results = new LinkedHashMap<>();

  private int done;

  /**
   * A report.
   *
   * @param out where results are printed
   * @param progress shows how far the run is
   * @param everyGroup whether passing scenarios get a line as well
   * @param replayOf gives the line that repeats a case
   */
  public ConsoleReport(
      PrintWriter out,
      Styles styles,
      ProgressBar progress,
      boolean everyGroup,
      List<CaseRun> cases,
      Function<CaseResult, String> replayOf) {
    this.out = out;
    this.styles = styles;
    this.progress = progress;
    this.everyGroup = everyGroup;
    this.replayOf = replayOf;
    cases.forEach(run -> open.merge(group(run), 1, Integer::sum));
  }

  private static Group group(CaseRun run) {
    return new Group(run.scenario().fileId(), run.subject().name());
  }

  @Override
  public void done(int index, CaseResult result) {
    done++;
    Group group = group(result.run());
    int place = index >= 0 ? index : -done;
    results.computeIfAbsent(group, key -> new TreeMap<>()).put(place, result);
    boolean complete = open.merge(group, -1, Integer::sum) == 0;
    if (complete) {
      groupDone(group, List.copyOf(results.get(group).values()));
    }
    progress.show(done, result.run().scenario().id() + "  " + result.run().subject().name());
  }

  private void groupDone(Group group, List<CaseResult> cases) {
    Status worst = cases.stream().map(CaseResult::status).max(Status::compareTo).orElseThrow();
    if (worst == Status.PASSED && !everyGroup) {
      return;
    }
    progress.clear();
    long millis = cases.stream().mapToLong(CaseResult::elapsedMillis).sum();
    String count = cases.size() == 1 ? "" : cases.size() + " cases, ";
    out.printf(
        Locale.ROOT,
        "%s %-60s %-34s %s%n",
        label(worst),
        group.scenario(),
        group.subject(),
        styles.faint(String.format(Locale.ROOT, "%s%.1f s", count, millis / 1000.0)));
    switch (worst) {
      case FAILED, INCONCLUSIVE, WARNED -> problem(cases, worst);
      case KNOWN, SKIPPED -> note(cases, worst);
      case PASSED -> {
        // The line says it all.
      }
    }
    out.flush();
  }

  private String label(Status status) {
    String padded = String.format(Locale.ROOT, "%-7s", word(status));
    return switch (status) {
      case PASSED -> styles.good(padded);
      case FAILED, INCONCLUSIVE -> styles.bad(padded);
      case KNOWN, WARNED -> styles.warn(padded);
      case SKIPPED -> styles.faint(padded);
    };
  }

  private static String word(Status status) {
    return switch (status) {
      case PASSED -> "pass";
      case KNOWN -> "known";
      case WARNED -> "warning";
      case SKIPPED -> "skip";
      case INCONCLUSIVE -> "unclear";
      case FAILED -> "FAIL";
    };
  }

  private static CaseResult first(List<CaseResult> cases, Status status) {
    return cases.stream().filter(result -> result.status() == status).findFirst().orElseThrow();
  }

  private void note(List<CaseResult> cases, Status status) {
    detail(status == Status.KNOWN ? "known" : "why", first(cases, status).note());
  }

  private void problem(List<CaseResult> cases, Status status) {
    List<CaseResult> bad = cases.stream().filter(result -> result.status() == status).toList();
    CaseResult first = bad.getFirst();
    Scenario scenario = first.run().scenario();
    if (!scenario.variation().isEmpty()) {
      detail("case", scenario.variation() + " (" + bad.size() + " of " + cases.size() + " cases)");
    }
    detail(
        scenario.requirement().level().name(),
        scenario.requirement().text() + " (" + scenario.requirement().source() + ")");
    scenario.faultsYaml().forEach(fault -> detail("fault", fault));
    if (!first.judgement().expected().isEmpty()) {
      detail("expected", first.judgement().expected());
    }
    detail("observed", first.judgement().observed());
    if (!first.note().isEmpty() && status != Status.INCONCLUSIVE) {
      detail("known", "it is expected to fail, but differently: " + first.note());
    }
    if (!first.histories().isEmpty()) {
      boolean client = scenario.exchange().underTest() == Role.CLIENT;
      Direction toSubject = client ? Direction.TO_CLIENT : Direction.TO_SERVER;
      PiecesText.lines(first.histories(), toSubject).forEach(line -> detail("it got", line));
    }
    detail("again", styles.strong(replayOf.apply(first)));
  }

  private void detail(String name, String text) {
    out.printf("          %-9s %s%n", name, text);
  }

  /** Prints the table, what is known and missing, and the count line, which comes last. */
  public void summary(SuiteResult suite) {
    progress.clear();
    Map<String, EnumMap<Status, Integer>> bySubject = new LinkedHashMap<>();
    for (CaseResult result : suite.results()) {
      bySubject
          .computeIfAbsent(
              result.run().subject().name(), name -> new EnumMap<Status, Integer>(Status.class))
          .merge(result.status(), 1, Integer::sum);
    }
    int width = bySubject.keySet().stream().mapToInt(String::length).max().orElse(7);
    String heading =
        String.format(
            Locale.ROOT,
            "%-" + width + "s %8s %8s %8s %8s %8s %8s",
            "subject",
            "passed",
            "known",
            "warning",
            "skipped",
            "unclear",
            "failed");
    out.println();
    out.println(styles.strong(heading));
    bySubject.forEach((name, counts) -> row(name, counts, width));
    out.println();
    suite.fixed().forEach(entry -> entry("fixed", entry, "no longer fails; remove its entry"));
    suite.notRun().forEach(entry -> entry("not run", entry, "no case of this entry was run"));
    out.println("seed " + suite.seed() + (suite.interrupted() ? ", interrupted" : ""));
    long unfinished = suite.results().stream().filter(CaseResult::isUnfinished).count();
    if (unfinished > 0) {
      out.println("the run ended early: " + unfinished + " of the skipped cases were not run");
    }
    if (suite.count(Status.INCONCLUSIVE) > 0) {
      out.println(suite.count(Status.INCONCLUSIVE) + " without a verdict");
    }
    out.println(suite.countLine());
    out.flush();
  }

  private void entry(String word, KnownCase entry, String what) {
    out.printf(
        "%s %s  %s  (%s): %s%n",
        styles.warn(String.format(Locale.ROOT, "%-7s", word)),
        entry.scenario(),
        entry.subject(),
        entry.reason(),
        what);
  }

  private void row(String name, EnumMap<Status, Integer> counts, int width) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-" + width + "s", name));
    for (Status status : Status.values()) {
      int count = counts.getOrDefault(status, 0);
      String cell = String.format(Locale.ROOT, " %8s", count == 0 ? "." : count);
      boolean bad = count > 0 && (status == Status.FAILED || status == Status.INCONCLUSIVE);
      line.append(bad ? styles.bad(cell) : count == 0 ? styles.faint(cell) : cell);
    }
    out.println(line);
  }
}
