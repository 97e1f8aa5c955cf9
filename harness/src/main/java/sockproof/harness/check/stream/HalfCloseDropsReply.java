package sockproof.harness.check.stream;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.check.Check;
import sockproof.harness.check.Conversations;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Evidence.End;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.PeerSettings;
import sockproof.harness.exchange.PeerSettings.Manner;
import sockproof.harness.exchange.Step;
import sockproof.harness.judge.Words;
import sockproof.proxy.core.Bytes;
import sockproof.reference.message.Framing;

/**
 * {@code half-close-drops-reply}: a client that has finished sending is taken for one that is gone.
 * FIN ends one direction only (RFC 9293 section 3.6).
 */
public final class HalfCloseDropsReply implements Check {
  @Override
  public String id() {
    return "half-close-drops-reply";
  }

  @Override
  public Set<String> explains() {
    return Set.of("unread-data-reset");
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return situation.exchange().framing() instanceof Framing.Eof
        ? Optional.of("with the framing eof every request ends by a half-close")
        : Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    Step asked = exchange.dialogue().getFirst();
    Step half =
        Conversations.step(1, asked.say(), Bytes.empty(), asked.replies(), Step.Then.HALF_CLOSE);
    Exchange plain = exchange.withDialogue(List.of(half));
    // Where the server is quick it would answer before the FIN is there.
    Exchange atOnce = plain.withPeer(PeerSettings.PLAIN.sending(Manner.WHILE_STOPPED));
    List<Trial> failing = lab.runAll(List.of(atOnce, plain)).stream().filter(this::shows).toList();
    if (failing.isEmpty()) {
      return Diagnosis.pass("a client that has finished sending gets its reply");
    }
    return Diagnosis.fail(
        "a request with a FIN behind it is not answered",
        Words.quoted(asked.replies()),
        failing.getFirst().outcome().detail(),
        failing);
  }

  @Override
  public boolean shows(Trial trial) {
    return trial.evidence().subject().ending().isEmpty()
        && trial.steps().stream()
            .anyMatch(
                result ->
                    !result.replies().equals(result.step().replies())
                        && result.end() != End.TIMEOUT);
  }
}
