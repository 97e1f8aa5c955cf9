package sockproof.harness.run;

import java.util.List;
import sockproof.harness.known.KnownCase;
import sockproof.harness.known.KnownCases;
import sockproof.harness.run.CaseResult.Status;

/**
 * What came of a whole run.
 *
 * @param seed the seed of every random draw
 * @param results one result for each case, in order
 * @param interrupted whether it was ended before its time
 * @param known the failures that were expected
 */
public record SuiteResult(
    long seed, List<CaseResult> results, boolean interrupted, KnownCases known) {
  public SuiteResult {
    results = List.copyOf(results);
  }

  /** The expected failures that are gone: cases of theirs were run, and every one passed. */
  public List<KnownCase> fixed() {
    return known.entries().stream()
        .filter(
            entry -> {
              List<CaseResult> cases = run(entry);
              return !cases.isEmpty()
                  && cases.stream().allMatch(result -> result.status() == Status.PASSED);
            })
        .toList();
  }

  /** The expected failures of which no case was run, so that nothing can be said. */
  public List<KnownCase> notRun() {
    return known.entries().stream().filter(entry -> run(entry).isEmpty()).toList();
  }

  private List<CaseResult> run(KnownCase entry) {
    return results.stream()
        .filter(result -> result.status() != Status.SKIPPED)
        .filter(
            result -> entry.isAbout(result.run().scenario().id(), result.run().subject().name()))
        .toList();
  }

  /** How many cases have a status. */
  public long count(Status status) {
    return results.stream().filter(result -> result.status() == status).count();
  }

  /** How many cases count as passed. */
  public long passed() {
    return results.stream().filter(result -> result.status().countsAsPassed()).count();
  }

  /** The line that ends every run. */
  public String countLine() {
    return passed()
        + " passed, "
        + count(Status.FAILED)
        + " failed, "
        + count(Status.SKIPPED)
        + " skipped";
  }
}
