package sockproof.harness.check.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.check.Backoff;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.check.Check;
import sockproof.harness.check.Conversations;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Step;
import sockproof.proxy.core.Bytes;

/**
 * {@code eof-hang}: the peer's FIN is never noticed. A client then waits for what cannot come, with
 * its socket open or closed; a server keeps the connection in CLOSE-WAIT and loses a descriptor
 * with every client.
 */
public final class EofHang implements Check {
  @Override
  public String id() {
    return "eof-hang";
  }

  @Override
  public Set<String> explains() {
    return Set.of("reset-hang", "no-deadline", "bad-input-kills");
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    List<Trial> trials = new ArrayList<>(EndCases.fins(lab));
    Exchange exchange = lab.situation().exchange();
    if (!EndCases.isClient(exchange)) {
      trials.add(lab.run(afterReply(exchange)));
    }
    List<Trial> failing = Backoff.hanging(lab, trials, this::shows, trial -> trial.is(Kind.HUNG));
    if (failing.isEmpty()) {
      return Diagnosis.pass("FIN in %d places is noticed".formatted(trials.size()));
    }
    return Diagnosis.fail(
        EndCases.isClient(exchange)
            ? "after the server's FIN it still waits at the deadline"
            : "after the client's FIN it has not closed the connection at the deadline",
        EndCases.isClient(exchange) ? "an end in time" : "a FIN in answer",
        failing.getFirst().outcome().detail(),
        failing);
  }

  /** A client that has its reply, says that it has finished, and waits for the server's FIN. */
  static Exchange afterReply(Exchange exchange) {
    Step first = exchange.dialogue().getFirst();
    return exchange
        .withDialogue(
            List.of(
                Conversations.step(
                    1,
                    first.say(),
                    Bytes.empty(),
                    first.replies(),
                    Step.Then.HALF_CLOSE_AND_READ_TO_END)))
        .watchingCpu();
  }

  @Override
  public boolean shows(Trial trial) {
    return trial.is(Kind.HUNG) && !EndCases.hasNoticed(trial);
  }

  @Override
  public boolean isRight(Trial trial) {
    return trial.is(Kind.ERROR) || trial.isIntact();
  }
}
