package sockproof.harness.check.transparent;

import java.util.List;
import java.util.Optional;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.check.transparent.EndCases.Ended;
import sockproof.harness.check.transparent.EndCases.How;
import sockproof.harness.exchange.Role;
import sockproof.harness.judge.StackTraces;

/** {@code noisy-failure}: it fails rightly, but with a stack trace. */
final class NoisyCheck extends BlindCheck {
  NoisyCheck(Recording recording) {
    super("noisy-failure", recording);
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return recording().underTest() == Role.SERVER
        ? Optional.of("--protocol transparent: only a client is seen to fail")
        : Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    List<Ended> cases = EndCases.run(lab, recording(), How.FIN);
    List<Trial> failing = cases.stream().map(Ended::trial).filter(this::shows).toList();
    return failing.isEmpty()
        ? Diagnosis.pass("no stack trace in " + cases.size() + " failures")
        : Diagnosis.fail(
            "it fails with a stack trace",
            "a sentence on standard error",
            failing.getFirst().outcome().detail(),
            failing);
  }

  @Override
  public boolean shows(Trial trial) {
    return trial.outcome().kind() == Kind.ERROR
        && StackTraces.isIn(trial.evidence().subject().stderr());
  }

  @Override
  public boolean isRight(Trial trial) {
    return trial.outcome().kind() == Kind.ERROR && !shows(trial);
  }
}
