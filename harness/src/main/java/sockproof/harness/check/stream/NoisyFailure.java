package sockproof.harness.check.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.judge.StackTraces;
import sockproof.harness.judge.Words;

/**
 * {@code noisy-failure}: a failure of the network that was to be expected is told by the stack
 * trace of an exception that nobody caught, not by a sentence.
 */
public final class NoisyFailure implements Check {
  @Override
  public String id() {
    return "noisy-failure";
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    List<Trial> trials = new ArrayList<>(EndCases.fins(lab));
    if (!exchange.network().isUnix()) {
      trials.addAll(EndCases.resets(lab));
    }
    List<Trial> failing = trials.stream().filter(this::shows).toList();
    if (failing.isEmpty()) {
      return Diagnosis.pass("no stack trace in %d failures".formatted(trials.size()));
    }
    return Diagnosis.fail(
        "a connection that ends early is told by a stack trace",
        "a sentence on standard error",
        Words.head(failing.getFirst().evidence().subject().stderr()),
        failing);
  }

  @Override
  public boolean shows(Trial trial) {
    return StackTraces.isIn(trial.evidence().subject().stderr());
  }

  @Override
  public boolean isRight(Trial trial) {
    return !shows(trial) && !trial.isOverdue();
  }
}
