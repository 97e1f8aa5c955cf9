package sockproof.harness.check;

import org.jspecify.annotations.Nullable;
import sockproof.harness.finding.Finding;
import sockproof.harness.judge.Verdict;

/**
 * What one check came to.
 *
 * @param why for people: why it does not apply, or what was seen
 * @param cases how many it ran
 * @param diagnosis what it found; nothing where it does not apply
 */
record Examined(
    Check check, Finding finding, String why, int cases, @Nullable Diagnosis diagnosis) {
  static Examined notApplicable(Check check, Finding finding, String why) {
    return new Examined(check, finding, why, 0, null);
  }

  static Examined of(Check check, Finding finding, int cases, Diagnosis diagnosis) {
    return new Examined(check, finding, diagnosis.why(), cases, diagnosis);
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
