package sockproof.harness.check.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.check.Check;
import sockproof.harness.check.Conversations;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Plans;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.reference.message.Framing;

/**
 * {@code no-deadline}: a server that stalls, or drips a byte at a time, holds the client for ever.
 * TCP itself never gives up an idle connection (RFC 1122 section 4.2.3.6), so whoever waits needs a
 * deadline of its own; and one for each recv() is none for the message.
 */
public final class NoDeadline implements Check {
  /** A client's own deadline may be as long as ours; it gets so many times the time. */
  private static final int PATIENCE = 2;

  private static final Duration DRIP = Duration.ofMillis(200);

  @Override
  public String id() {
    return "no-deadline";
  }

  @Override
  public boolean waits() {
    return true;
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange exchange = Conversations.withFirstMessage(lab.situation().exchange());
    Exchange patient = exchange.withDeadline(exchange.deadline().multipliedBy(PATIENCE));
    lab.requireTimeFor(patient);
    int half = EndCases.firstOnWire(exchange).length / 2;
    List<Exchange> cases = new ArrayList<>();
    cases.add(Plans.under(patient, "stall: {to: client, after: 0, for: forever}"));
    cases.add(Plans.under(patient, "stall: {to: client, after: %d, for: forever}".formatted(half)));
    dripping(patient).ifPresent(cases::add);
    List<Trial> trials = lab.runAll(cases);
    List<Trial> failing = trials.stream().filter(this::shows).toList();
    if (failing.isEmpty()) {
      return Diagnosis.pass("it gives up a server that stalls, and one that drips");
    }
    boolean stalls = shows(trials.getFirst());
    return Diagnosis.fail(
        "after %.0f s it still waits for a server that %s"
            .formatted(
                patient.deadline().toMillis() / 1000.0,
                stalls ? "stalls" : "sends a byte now and then"),
        "an error in time, for the message as a whole",
        failing.getFirst().outcome().detail(),
        failing);
  }

  /** A reply long enough that its last byte comes after the deadline. */
  private static Optional<Exchange> dripping(Exchange exchange) {
    int bytes = (int) (exchange.deadline().toMillis() / DRIP.toMillis()) + 16;
    Exchange longer =
        exchange.framing() instanceof Framing.Fixed
            ? exchange
            : Conversations.withWireBytes(exchange, bytes);
    if (EndCases.firstOnWire(longer).length < bytes) {
      return Optional.empty();
    }
    return Optional.of(
        Plans.under(
            longer, "fragment: {to: client, every: 1, pace: %dms}".formatted(DRIP.toMillis())));
  }

  @Override
  public boolean shows(Trial trial) {
    return trial.isOverdue() && trial.evidence().subject().ending().isEmpty();
  }

  @Override
  public boolean isRight(Trial trial) {
    return trial.is(Kind.ERROR);
  }
}
