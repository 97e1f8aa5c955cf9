package sockproof.harness.check.datagram;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.PeerSettings;
import sockproof.harness.judge.Words;

/**
 * Takes the late reply to message N for the reply to N+1. The first reply is held back until the
 * client, after its own timeout and with or without another try, has asked something else; then it
 * comes right before the reply to that.
 */
public final class LateReplyDesync implements Check {
  @Override
  public String id() {
    return "late-reply-desync";
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    if (!situation.takesSeveralMessages()) {
      return Optional.of("it takes one message only");
    }
    return situation.pipelines()
        ? Optional.of("it asks the next question before it has the reply to the last one")
        : Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange held = lab.situation().conversation().withPeer(PeerSettings.holdingFirstReply());
    // The client's own timeout, which comes first, may be as long as the deadline of a case.
    Trial trial = lab.run(held.withDeadline(held.deadline().multipliedBy(2)));
    if (shows(trial)) {
      return Diagnosis.fail(
          "a reply that comes after its time is taken for the reply to the next message",
          "the replies " + Words.quoted(trial.exchange().replies()) + ", or an error",
          "took " + Words.quoted(trial.outcome().taken()) + "; " + trial.outcome().detail(),
          List.of(trial));
    }
    return Diagnosis.pass(
        trial.outcome().kind() == Kind.HUNG
            ? "it goes on waiting for the first reply, so that none can come late"
            : "a reply that comes after its time is not taken for the next one");
  }

  @Override
  public boolean shows(Trial trial) {
    if (trial.isIntact()) {
      return false;
    }
    List<String> taken = trial.outcome().taken();
    List<String> wanted = trial.exchange().replies();
    if (!isPartOf(taken, wanted)) {
      return true;
    }
    List<String> heard = Requests.heard(trial);
    boolean askedAgain = Collections.frequency(heard, heard.isEmpty() ? "" : heard.getFirst()) > 1;
    // Asked once, the first message can only have got the late reply, after the second was asked.
    return !askedAgain && taken.contains(wanted.getFirst());
  }

  @Override
  public boolean isRight(Trial trial) {
    return !shows(trial) && trial.outcome().kind() != Kind.HUNG;
  }

  /** True where the taken replies are wanted ones in their order, each at most once. */
  private static boolean isPartOf(List<String> taken, List<String> wanted) {
    Iterator<String> rest = wanted.iterator();
    for (String reply : taken) {
      boolean found = false;
      while (rest.hasNext() && !found) {
        found = rest.next().equals(reply);
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }
}
