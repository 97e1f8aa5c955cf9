package sockproof.harness.check.datagram;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.check.datagram.Forgeries.From;
import sockproof.harness.judge.Words;

/** Accepts a reply from any address. A forged one from elsewhere is taken for the server's. */
public final class SourceUnchecked implements Check {
  @Override
  public String id() {
    return "source-unchecked";
  }

  @Override
  public Set<String> explains() {
    return Set.of(
        "port-unchecked",
        "host-unchecked",
        "stray-ends-wait",
        "queued-before-connect",
        "empty-datagram-ends");
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Situation situation = lab.situation();
    From stranger = Forgeries.stranger(situation);
    String source = Forgeries.phrase(situation, stranger);
    Trial trial = Forgeries.before(lab, stranger);
    if (!Forgeries.taken(trial)) {
      return Diagnosis.pass("a forged reply from " + source + " is not taken");
    }
    return Diagnosis.fail(
        "a reply is taken from any address: a forged one from " + source + " was",
        "the server's reply " + Words.quoted(trial.exchange().replies()),
        "took " + Words.quoted(trial.outcome().taken()) + "; " + trial.outcome().detail(),
        List.of(trial));
  }
}
