package sockproof.harness.check.datagram;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Plans;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Role;
import sockproof.harness.judge.Words;

/**
 * Takes an empty datagram for the end of input. A datagram may have no bytes (RFC 768), so recv()
 * returning 0 is no end on a datagram socket; see POSIX recv().
 */
public final class EmptyDatagramEnds implements Check {
  @Override
  public String id() {
    return "empty-datagram-ends";
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    return lab.situation().exchange().underTest() == Role.CLIENT ? client(lab) : server(lab);
  }

  private Diagnosis client(Lab lab) throws InterruptedException {
    Exchange conversation = lab.situation().conversation();
    Trial trial = lab.run(Plans.under(conversation, "empty: {to: client}"));
    if (!shows(trial)) {
      return Diagnosis.pass("an empty datagram before each reply changes nothing");
    }
    // Whatever comes next is this client's reply, and an empty datagram is no exception.
    boolean wentOn = Set.copyOf(Requests.heard(trial)).containsAll(conversation.messages());
    if (wentOn && !lab.run(Duplicates.of(conversation)).isIntact()) {
      return Diagnosis.pass(
          "an empty datagram is taken for a reply, as a copy of the last reply is; it ends nothing");
    }
    return Diagnosis.fail(
        "an empty datagram is taken for the end, and the reply behind it is not read",
        "the replies " + Words.quoted(trial.exchange().replies()),
        "took " + Words.quoted(trial.outcome().taken()) + "; " + trial.outcome().detail(),
        List.of(trial));
  }

  private Diagnosis server(Lab lab) throws InterruptedException {
    Trial trial = lab.run(BadDatagrams.before(lab.situation().exchange(), new byte[0]));
    return shows(trial)
        ? Diagnosis.fail(
            "after an empty datagram the service is over",
            "an answer to the next client",
            trial.outcome().detail(),
            List.of(trial))
        : Diagnosis.pass("after an empty datagram the next client is answered");
  }
}
