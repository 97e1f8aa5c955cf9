package sockproof.harness.check.datagram;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.judge.Words;

/**
 * Takes a second copy of reply N for reply N+1: the network may deliver a datagram twice, and what
 * is left on the socket of the last message answers that, not the next one.
 */
public final class DuplicateDesync implements Check {
  @Override
  public String id() {
    return "duplicate-desync";
  }

  /** Who takes whatever comes next for the reply takes what comes late, too. */
  @Override
  public Set<String> explains() {
    return Set.of("late-reply-desync");
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return situation.takesSeveralMessages()
        ? Optional.empty()
        : Optional.of("it takes one message only");
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Trial trial = lab.run(Duplicates.of(lab.situation().conversation()));
    if (!shows(trial)) {
      return Diagnosis.pass("with every reply doubled, each message gets its own reply");
    }
    return Diagnosis.fail(
        "the second copy of a reply is taken for the reply to the next message",
        "the replies " + Words.quoted(trial.exchange().replies()),
        "took " + Words.quoted(trial.outcome().taken()) + "; " + trial.outcome().detail(),
        List.of(trial));
  }

  @Override
  public boolean shows(Trial trial) {
    return !trial.isIntact() && !Requests.isMultiplied(trial);
  }
}
