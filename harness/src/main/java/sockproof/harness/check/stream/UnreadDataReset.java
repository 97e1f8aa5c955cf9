package sockproof.harness.check.stream;

import java.util.ArrayList;
import java.util.Arrays;
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
import sockproof.harness.exchange.Step;
import sockproof.proxy.core.Bytes;
import sockproof.reference.message.Framing;

/**
 * {@code unread-data-reset}: a close over unread input sends RST, which may destroy a reply that is
 * still on its way (RFC 2525 section 2.17).
 */
public final class UnreadDataReset implements Check {
  @Override
  public String id() {
    return "unread-data-reset";
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return situation.exchange().framing() instanceof Framing.Eof
        ? Optional.of("with the framing eof nothing can stand behind a request")
        : Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    byte[] wire = EndCases.firstOnWire(exchange);
    List<Exchange> cases = new ArrayList<>();
    for (int bytes : Set.of(1, Math.max(1, wire.length / 2))) {
      Bytes part = Bytes.of(Arrays.copyOf(wire, bytes));
      cases.add(trailing(exchange, part));
    }
    List<Trial> failing = lab.runAll(cases).stream().filter(this::shows).toList();
    if (failing.isEmpty()) {
      return Diagnosis.pass("bytes behind a request do not turn the close into a reset");
    }
    return Diagnosis.fail(
        "it closes over bytes that it has not read, which resets the connection",
        "the reply, then FIN",
        failing.getFirst().outcome().detail(),
        failing);
  }

  /** A request with bytes behind it that make no message, in one segment. */
  private static Exchange trailing(Exchange exchange, Bytes bytes) {
    Step asked = exchange.dialogue().getFirst();
    return exchange.withDialogue(
        List.of(
            Conversations.step(
                1, asked.say(), bytes, asked.replies(), Step.Then.HALF_CLOSE_AND_READ_TO_END)));
  }

  @Override
  public boolean shows(Trial trial) {
    return trial.evidence().subject().ending().isEmpty()
        && trial.steps().stream().anyMatch(result -> result.end() == End.RESET);
  }

  @Override
  public boolean isRight(Trial trial) {
    // Bytes that make no message may be answered with an error.
    return trial.steps().stream().allMatch(result -> result.end() == End.FIN);
  }
}
