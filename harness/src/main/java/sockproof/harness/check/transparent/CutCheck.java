package sockproof.harness.check.transparent;

import java.util.Optional;
import java.util.Set;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;

/**
 * {@code single-recv}, {@code header-split}, {@code delimiter-split} and {@code utf8-split}: a cut
 * changes what comes out. POSIX recv(): it returns what has arrived.
 */
final class CutCheck extends BlindCheck {
  CutCheck(String id, Recording recording) {
    super(id, recording);
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    boolean nothingToCut = recording().saidToSubject().stream().allMatch(said -> said.length() < 2);
    return nothingToCut ? Optional.of("what it is told has one byte only") : Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    CutSweep sweep = CutSweep.run(lab, recording());
    return sweep.blamed().equals(id())
        ? fail(sweep.where(), sweep.failing())
        : Diagnosis.pass(
            sweep.blamed().isEmpty()
                ? "none of " + sweep.size() + " cuts changes the result"
                : "what fails is explained by " + sweep.blamed());
  }

  @Override
  public Set<String> explains() {
    return id().equals("single-recv") || id().equals("header-split")
        ? Set.of("coalesced-messages", "early-eof-accepted")
        : Set.of();
  }
}
