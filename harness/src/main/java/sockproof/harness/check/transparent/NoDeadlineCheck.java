package sockproof.harness.check.transparent;

import java.util.List;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Trial;
import sockproof.harness.check.transparent.EndCases.How;

/** {@code no-deadline}: a server that stops in the middle holds the client for ever. */
final class NoDeadlineCheck extends BlindCheck {
  NoDeadlineCheck(Recording recording) {
    super("no-deadline", recording);
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Said first = recording().saidToSubject().getFirst();
    List<Trial> trials =
        lab.runAll(
            List.of(
                EndCases.ending(lab, recording(), first.connection(), first.offset(), How.STALL),
                EndCases.ending(
                    lab,
                    recording(),
                    first.connection(),
                    first.offset() + first.length() / 2,
                    How.STALL)));
    List<Trial> failing = trials.stream().filter(this::shows).toList();
    return failing.isEmpty()
        ? Diagnosis.pass("it does not wait for a server that has stopped")
        : Diagnosis.fail(
            "it still waits at the deadline for a server that has stopped",
            "an error before the deadline",
            failing.getFirst().outcome().detail(),
            failing);
  }

  @Override
  public boolean shows(Trial trial) {
    return trial.outcome().kind() == Kind.HUNG && !cameBack(trial);
  }

  @Override
  public boolean isRight(Trial trial) {
    return trial.outcome().kind() == Kind.ERROR || trial.isIntact();
  }
}
