package sockproof.scenarios.corpus;

import java.util.List;
import java.util.stream.Collectors;
import sockproof.harness.check.CheckResult;
import sockproof.harness.check.CheckResult.Found;
import sockproof.harness.judge.Verdict;
import sockproof.harness.scenario.Requirement.Level;

/**
 * What {@code check} said of one program in one framing.
 *
 * @param program the program
 * @param framing the framing
 * @param result what the check came to
 */
record CheckedProgram(Program program, String framing, CheckResult result) {
  /** The ids of what was found and confirmed; INFO only where it is what the program shows. */
  List<String> found() {
    return result.findings().stream()
        .filter(found -> !found.flaky())
        .filter(found -> found.finding().level() != Level.INFO || isExpected(found))
        .map(found -> found.finding().id())
        .toList();
  }

  private boolean isExpected(Found found) {
    return found.finding().id().equals(program.verdict());
  }

  /** True where exactly the expected was found. */
  boolean isRight() {
    return found().equals(program.isGood() ? List.of() : List.of(program.verdict()));
  }

  /** True where the bug was not named. */
  boolean isMissed() {
    return !program.isGood() && !found().contains(program.verdict());
  }

  /** What was found that is not there. */
  List<String> invented() {
    return found().stream().filter(id -> !id.equals(program.verdict())).toList();
  }

  /** One line for people. */
  String line() {
    String unclear =
        result.checks().stream()
            .filter(line -> line.verdict().equals(Verdict.INCONCLUSIVE.word()))
            .map(line -> line.finding().id() + ": " + line.why())
            .collect(Collectors.joining("; "));
    String flaky =
        result.findings().stream()
            .filter(Found::flaky)
            .map(found -> found.finding().id() + " " + found.repeats())
            .collect(Collectors.joining(", "));
    String missed =
        result.checks().stream()
            .filter(line -> isMissed() && line.finding().id().equals(program.verdict()))
            .map(line -> "; missed: " + line.verdict() + ", " + line.why())
            .collect(Collectors.joining());
    return "%-5s %-66s %-13s %-24s found %s, %d cases, %.1f s%s%s%s%s"
        .formatted(
            isRight() ? "ok" : "WRONG",
            program.path(),
            framing,
            program.verdict(),
            found(),
            result.cases(),
            result.elapsedMillis() / 1000.0,
            result.why().isEmpty() ? "" : "; " + result.why(),
            flaky.isEmpty() ? "" : "; flaky: " + flaky,
            unclear.isEmpty() ? "" : "; unclear: " + unclear,
            missed);
  }
}
