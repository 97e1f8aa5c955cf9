package sockproof.harness.check.transparent;

import java.util.List;
import java.util.Optional;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;

/** {@code coalesced-messages}: what came in several segments comes in one. */
final class CoalescedCheck extends BlindCheck {
  CoalescedCheck(Recording recording) {
    super("coalesced-messages", recording);
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return recording().saidToSubject().stream().allMatch(said -> said.segments() == 1)
        ? Optional.of("it is never told two things in a row, so none can arrive together")
        : Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Trial trial =
        lab.run(under(lab, "coalesce: {to: %s, hold: 50ms}".formatted(recording().subjectSide())));
    return trial.isIntact()
        ? Diagnosis.pass("what arrives together is taken like what arrives apart")
        : fail("what arrives together changes the result", List.of(trial));
  }
}
