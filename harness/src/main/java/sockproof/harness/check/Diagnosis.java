package sockproof.harness.check;

import java.util.List;
import sockproof.harness.judge.Verdict;

/**
 * What one check says.
 *
 * @param verdict pass, fail or inconclusive
 * @param why a sentence for the reader
 * @param expected for a failure: what had to come out
 * @param observed for a failure: what came out
 * @param failing for a failure: the cases that failed, the most telling first; the first is shrunk
 */
public record Diagnosis(
    Verdict verdict, String why, String expected, String observed, List<Trial> failing) {
  /** Nothing wrong was seen. */
  public static Diagnosis pass(String why) {
    return new Diagnosis(Verdict.PASS, why, "", "", List.of());
  }

  /** No verdict was possible. */
  public static Diagnosis inconclusive(String why) {
    return new Diagnosis(Verdict.INCONCLUSIVE, why, "", "", List.of());
  }

  /** The bug is there. */
  public static Diagnosis fail(String why, String expected, String observed, List<Trial> failing) {
    if (failing.isEmpty()) {
      throw new IllegalArgumentException("a finding needs a case that shows it");
    }
    return new Diagnosis(Verdict.FAIL, why, expected, observed, List.copyOf(failing));
  }
}
