package sockproof.harness.check.datagram;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.judge.Words;

/**
 * Keeps a server that has answered on the list of those that have yet to, so that a second copy of
 * its reply counts as another answer. Shown with two servers, where the client takes two in the way
 * it takes one, and with one server by replies that are printed twice.
 */
public final class PendingNotRemoved implements Check {
  @Override
  public String id() {
    return "pending-not-removed";
  }

  @Override
  public Set<String> explains() {
    return Set.of("duplicate-desync", "late-reply-desync");
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return situation.connected()
        ? Optional.of("its socket is connected to one server")
        : Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Situation situation = lab.situation();
    Trial doubled = lab.run(Duplicates.of(situation.conversation()));
    if (shows(doubled)) {
      return failure(doubled);
    }
    Exchange two = Duplicates.withTwoServers(situation.exchange());
    Trial quiet = lab.run(two);
    if (!Requests.isIntactInAnyOrder(quiet)) {
      return Diagnosis.pass("with every reply doubled, none counts twice; it asks one server only");
    }
    Trial doubledOfTwo = lab.run(Duplicates.of(two));
    return shows(doubledOfTwo)
        ? failure(doubledOfTwo)
        : Diagnosis.pass("with every reply of two servers doubled, none counts twice");
  }

  private static Diagnosis failure(Trial trial) {
    return Diagnosis.fail(
        "a second copy of a reply counts as another answer of the same server",
        "the replies " + Words.quoted(trial.exchange().replies()),
        "took " + Words.quoted(trial.outcome().taken()) + "; " + trial.outcome().detail(),
        List.of(trial));
  }

  @Override
  public boolean shows(Trial trial) {
    boolean severalServers = trial.exchange().byServer().size() > 1;
    return severalServers ? Requests.isTakenTwice(trial) : Requests.isMultiplied(trial);
  }

  @Override
  public boolean isRight(Trial trial) {
    return Requests.isIntactInAnyOrder(trial);
  }
}
