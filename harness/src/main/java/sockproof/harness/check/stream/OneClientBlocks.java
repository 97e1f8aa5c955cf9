package sockproof.harness.check.stream;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sockproof.harness.check.Check;
import sockproof.harness.check.Conversations;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Evidence.StepResult;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Step;
import sockproof.proxy.core.Bytes;
import sockproof.reference.message.Framing;

/**
 * {@code one-client-blocks}: a client that is connected and silent, or stops in the middle of a
 * message, holds up all others.
 */
public final class OneClientBlocks implements Check {
  @Override
  public String id() {
    return "one-client-blocks";
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    byte[] wire = EndCases.firstOnWire(exchange);
    byte[] half = Arrays.copyOf(wire, Math.max(wire.length / 2, 1));
    Step silent = Conversations.step(1, null, Bytes.empty(), List.of(), Step.Then.NOTHING);
    Step stopping = Conversations.raw(1, half, Step.Then.NOTHING);
    // With the framing eof a client that has sent something ends its message at once.
    boolean stops = !(exchange.framing() instanceof Framing.Eof);
    List<Trial> trials =
        lab.runAll(
            stops
                ? List.of(beside(silent, exchange), beside(stopping, exchange))
                : List.of(beside(silent, exchange)));
    List<Trial> failing = trials.stream().filter(this::shows).toList();
    if (failing.isEmpty()) {
      return Diagnosis.pass("a second client is answered while a first one is silent");
    }
    return Diagnosis.fail(
        "a client that is connected and silent holds up the others",
        "the second client answered before the deadline",
        failing.getFirst().outcome().detail(),
        failing);
  }

  private static Exchange beside(Step first, Exchange exchange) {
    Step asked = exchange.dialogue().getFirst();
    Step second =
        Conversations.step(2, asked.say(), Bytes.empty(), asked.replies(), Step.Then.NOTHING);
    return exchange.withDialogue(List.of(first, second));
  }

  @Override
  public boolean shows(Trial trial) {
    List<StepResult> steps = trial.steps();
    return steps.size() == 2
        && !steps.get(1).replies().equals(steps.get(1).step().replies())
        && trial.evidence().subject().ending().isEmpty();
  }
}
