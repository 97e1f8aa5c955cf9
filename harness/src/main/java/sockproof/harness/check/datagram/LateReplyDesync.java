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
import sockproof.harness.exchange.PeerSettings.Holding;
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
    Trial trial = lab.run(held(lab, Holding.FIRST_REPLY));
    if (!shows(trial) && isAskedAgain(trial)) {
      // Its tries were answered. It may go on without an answer, too.
      trial = lab.run(held(lab, Holding.EACH_TRY));
    }
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

  private static Exchange held(Lab lab, Holding what) {
    Exchange held = lab.situation().conversation().withPeer(PeerSettings.holding(what));
    // The client's own timeout, which comes first, may be as long as the deadline of a case.
    return held.withDeadline(held.deadline().multipliedBy(2));
  }

  @Override
  public boolean shows(Trial trial) {
    if (trial.isIntact()) {
      return false;
    }
    List<String> taken = trial.outcome().taken();
    List<String> wanted = trial.exchange().replies();
    if (!isPartOf(taken, wanted)) {
      return !isAskedAtLast(trial) || !wanted.containsAll(taken);
    }
    // Such a message can only have got a late reply, after the second was asked.
    return !isAnsweredInTime(trial) && taken.contains(wanted.getFirst());
  }

  private static boolean isAnsweredInTime(Trial trial) {
    return trial.exchange().peer().holding() == Holding.EACH_TRY
        ? isAskedAtLast(trial)
        : isAskedAgain(trial);
  }

  private static boolean isAskedAgain(Trial trial) {
    List<String> heard = Requests.heard(trial);
    return !heard.isEmpty() && Collections.frequency(heard, heard.getFirst()) > 1;
  }

  /** Whether the first message was asked again after another, when nothing is held any more. */
  private static boolean isAskedAtLast(Trial trial) {
    List<String> heard = Requests.heard(trial);
    return heard.stream()
        .dropWhile(request -> request.equals(heard.getFirst()))
        .anyMatch(request -> request.equals(heard.getFirst()));
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
