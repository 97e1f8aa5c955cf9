package sockproof.harness.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import sockproof.harness.check.CheckResult;
import sockproof.harness.check.CheckResult.Found;
import sockproof.harness.check.CheckResult.Line;
import sockproof.harness.exchange.Role;
import sockproof.harness.judge.Verdict;
import sockproof.harness.judge.Words;
import sockproof.harness.known.KnownFinding;
import sockproof.harness.known.KnownWriter;
import sockproof.harness.scenario.Requirement.Level;
import sockproof.proxy.core.Direction;

/** The result of {@code check} for a person. */
public final class CheckConsole {
  private static final Set<String> UNREMARKABLE = Set.of("pass", "explained", "not-applicable");

  private final PrintWriter out;
  private final Styles styles;
  private final String program;

  /**
   * A report.
   *
   * @param program how the program was called, for the lines that repeat a case
   */
  public CheckConsole(PrintWriter out, Styles styles, String program) {
    this.out = out;
    this.styles = styles;
    this.program = program;
  }

  /** Prints the checks, each finding with its smallest case, and the verdict. */
  public void print(CheckResult result) {
    lines(result);
    result.findings().forEach(this::found);
    result.fixed().forEach(this::fixed);
    out.println();
    result.observations().forEach((name, value) -> out.println(name + ": " + value));
    out.printf(
        Locale.ROOT,
        "%d cases in %.1f s, seed %d%n",
        result.cases(),
        result.elapsedMillis() / 1000.0,
        result.seed());
    if (!result.why().isEmpty()) {
      out.println(result.why());
    }
    String last = lastLine(result);
    out.println(result.verdict() == Verdict.PASS ? styles.good(last) : styles.bad(last));
    out.flush();
  }

  private void lines(CheckResult result) {
    if (!result.why().isEmpty()) {
      return; // All would say the same.
    }
    for (Line line : result.checks().stream().filter(line -> !line.isLeftOut()).toList()) {
      out.printf(
          Locale.ROOT,
          "%s %-24s %-6s %s%n",
          mark(result.word(line)),
          line.finding().id(),
          line.finding().level(),
          styles.faint(line.why()));
    }
    long leftOut = result.checks().stream().filter(Line::isLeftOut).count();
    if (leftOut > 0) {
      out.println(styles.faint("left out, as asked: " + leftOut + " of " + result.checks().size()));
    }
  }

  /** The verdict and what it rests on, as {@code fail: single-recv; warning: no-deadline}. */
  private static String lastLine(CheckResult result) {
    Map<String, List<String>> byWord = new LinkedHashMap<>();
    byWord.put(result.verdict().word(), new ArrayList<>());
    for (Line line : result.why().isEmpty() ? result.checks() : List.<Line>of()) {
      String word = result.word(line);
      if (!UNREMARKABLE.contains(word)) {
        byWord.computeIfAbsent(word, any -> new ArrayList<>()).add(line.finding().id());
      }
    }
    return byWord.entrySet().stream()
        .map(entry -> entry.getKey() + ids(entry.getValue()))
        .collect(Collectors.joining("; "));
  }

  private static String ids(List<String> ids) {
    return ids.isEmpty() ? "" : ": " + String.join(", ", ids);
  }

  private String mark(String word) {
    String padded = String.format(Locale.ROOT, "%-14s", word);
    return switch (word) {
      case "pass", "known" -> styles.good(padded);
      case "fail" -> styles.bad(padded);
      case "inconclusive", "warning", "flaky" -> styles.warn(padded);
      default -> styles.faint(padded);
    };
  }

  private void found(Found found) {
    String level = found.finding().level().name();
    String heading =
        found.finding().id() + " (" + level + "): the program " + found.finding().bug();
    out.println();
    out.println(found.finding().level() == Level.MUST ? styles.bad(heading) : styles.warn(heading));
    detail("rule", found.finding().rule() + " (" + found.finding().source() + ")");
    detail("shown by", found.summary());
    detail("expected", found.expected());
    detail("observed", found.observed());
    found.minimal().exchange().plan().faults().forEach(fault -> detail("fault", fault.toString()));
    boolean client = found.minimal().exchange().underTest() == Role.CLIENT;
    PiecesText.lines(
            found.minimal().evidence().histories(),
            client ? Direction.TO_CLIENT : Direction.TO_SERVER)
        .forEach(line -> detail("it got", line));
    detail("confirmed", found.repeats() + (found.flaky() ? ", so it is flaky" : ""));
    if (!found.alsoExplained().isEmpty()) {
      detail("also", String.join(", ", found.alsoExplained()));
    }
    if (found.known() != null) {
      detail("known", found.known());
    }
    found.changed().ifPresent(entry -> detail("known", changed(entry)));
    if (found.known() == null) {
      detail("to accept", KnownWriter.entry(found.asKnown()));
    }
    detail("again", styles.strong(program + " replay " + found.caseId()));
  }

  private static String changed(KnownFinding entry) {
    return "it is expected, but came out differently: "
        + entry.outcome()
        + entry.took().map(taken -> ", took " + Words.quoted(taken)).orElse("")
        + " under "
        + entry.faults().faults();
  }

  private void fixed(KnownFinding entry) {
    out.println();
    out.println(
        styles.good("fixed: " + entry.id())
            + " is expected and was not found; remove its entry ("
            + entry.reason()
            + ")");
  }

  private void detail(String name, String text) {
    out.printf("  %-10s %s%n", name, text);
  }
}
