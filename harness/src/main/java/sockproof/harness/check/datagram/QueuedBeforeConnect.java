package sockproof.harness.check.datagram;

import java.util.List;
import java.util.Optional;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.PeerSettings;
import sockproof.harness.judge.Words;

/**
 * Takes what arrived between bind() and connect(): connect() filters what arrives afterwards, and
 * what lies in the queue stays there; see udp(7). A stray is sent to the first socket of the client
 * that is bound and not connected.
 */
public final class QueuedBeforeConnect implements Check {
  private static final int REPEATS = 3;

  @Override
  public String id() {
    return "queued-before-connect";
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return situation.connected()
        ? Optional.empty()
        : Optional.of("its socket is not connected when it waits for a reply");
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    Exchange sprayed = sprayed(exchange);
    Trial trial = lab.run(sprayed);
    if (trial.isIntact() && hasSocketForEachMessage(lab.situation())) {
      // It may wait only between two of them.
      exchange = lab.situation().conversation();
      sprayed = sprayed(exchange);
      trial = lab.run(sprayed);
    }
    if (trial.isIntact()) {
      return Diagnosis.pass("nothing that came before connect() is taken");
    }
    // A Unix client has to bind before it connects; only one that waits in between is fragile.
    if (lab.runAgain(sprayed, REPEATS).stream().anyMatch(Trial::isIntact)) {
      return Diagnosis.pass("the time between bind() and connect() is too short to be met");
    }
    return Diagnosis.fail(
        "a datagram that came between bind() and connect() passes the filter",
        "the replies " + Words.quoted(exchange.replies()),
        "took " + Words.quoted(trial.outcome().taken()) + "; " + trial.outcome().detail(),
        List.of(trial));
  }

  private static Exchange sprayed(Exchange exchange) {
    return exchange.withPeer(new PeerSettings(false, false, Forgeries.text(exchange)));
  }

  private static boolean hasSocketForEachMessage(Situation situation) {
    return situation.connectionPerMessage()
        && situation.conversation().messages().size() > situation.exchange().messages().size();
  }
}
