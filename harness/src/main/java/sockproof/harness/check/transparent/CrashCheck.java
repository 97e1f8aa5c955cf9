package sockproof.harness.check.transparent;

import java.util.ArrayList;
import java.util.List;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Trial;
import sockproof.harness.check.transparent.EndCases.Ended;
import sockproof.harness.check.transparent.EndCases.How;

/** {@code crash}: a signal ends it under a fault. */
final class CrashCheck extends BlindCheck {
  CrashCheck(Recording recording) {
    super("crash", recording);
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    List<Trial> trials = new ArrayList<>();
    EndCases.run(lab, recording(), How.FIN).stream().map(Ended::trial).forEach(trials::add);
    if (EndCases.canReset(lab.situation().exchange())) {
      EndCases.run(lab, recording(), How.RESET).stream().map(Ended::trial).forEach(trials::add);
      trials.add(lab.run(under(lab, "reset: {after: 0}")));
    }
    trials.addAll(CutSweep.run(lab, recording()).failing());
    List<Trial> failing = trials.stream().filter(this::shows).toList();
    return failing.isEmpty()
        ? Diagnosis.pass("no signal ended it in " + trials.size() + " cases")
        : Diagnosis.fail(
            "a signal ends it",
            "no end by a signal, whatever the network does",
            failing.getFirst().outcome().detail(),
            failing);
  }

  @Override
  public boolean shows(Trial trial) {
    return trial.outcome().kind() == Kind.CRASHED;
  }

  @Override
  public boolean isRight(Trial trial) {
    return !shows(trial);
  }
}
