package sockproof.harness.run;

import java.util.List;
import sockproof.harness.run.CaseResult.Status;

/**
 * What came of a whole run.
 *
 * @param seed the seed of every random draw
 * @param results one result for each case, in order
 * @param interrupted whether it was ended before its time
 */
public record SuiteResult(long seed, List<CaseResult> results, boolean interrupted) {
  public SuiteResult {
    results = List.copyOf(results);
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
