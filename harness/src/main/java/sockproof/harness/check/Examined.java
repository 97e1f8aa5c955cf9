package sockproof.harness.check;

import org.jspecify.annotations.Nullable;
import sockproof.harness.finding.Finding;
import sockproof.harness.judge.Verdict;

/**
 * What one check came to.
 *
 * @param why for people: why it does not apply, or what was seen
 * @param cases how many it ran
 * @param spentMillis how long those took that no other check had run before, in milliseconds
 * @param diagnosis what it found; nothing where it does not apply
 */
record Examined(
    Check check,
    Finding finding,
    String why,
    int cases,
    long spentMillis,
    @Nullable Diagnosis diagnosis) {
  static Examined notApplicable(Check check, Finding finding, String why) {
    return new Examined(check, finding, why, 0, 0, null);
  }

  /**
   * What a check came to.
   *
   * @param own the lab in which its cases were counted
   */
  static Examined of(Check check, Finding finding, Lab own, Diagnosis diagnosis) {
    return new Examined(check, finding, diagnosis.why(), own.asked(), own.spentMillis(), diagnosis);
  }

  /** The word of what it looked for. */
  String id() {
    return finding.id();
  }

  boolean isFailure() {
    return diagnosis != null && diagnosis.verdict() == Verdict.FAIL;
  }

  /** True where the bug that this found also brings about what another check found. */
  boolean explains(Examined effect) {
    return check.explains().contains(effect.id());
  }

  /** With what was examined told to those who watch. */
  Examined told(Lab lab) {
    if (diagnosis != null) {
      lab.checked(finding, diagnosis.verdict());
    }
    return this;
  }
}
