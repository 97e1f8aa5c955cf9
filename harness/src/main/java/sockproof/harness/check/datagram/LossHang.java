package sockproof.harness.check.datagram;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Plans;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;

/**
 * Waits for ever for a reply that was lost. UDP tells nobody about a loss (RFC 8085, section
 * 3.1.1), so whoever waits needs a deadline of its own. Every reply is lost; what the client does
 * then shows its timeout and how often it tries again, too.
 */
public final class LossHang implements Check {
  /** One that only has a long timeout, or tries again for long, ends in so many deadlines. */
  private static final int PATIENCE = 2;

  private static final long NANOS_PER_MILLI = 1_000_000;

  @Override
  public String id() {
    return "loss-hang";
  }

  /** Without a deadline of its own it cannot try again, whatever the loss was caused by. */
  @Override
  public Set<String> explains() {
    return Set.of("no-retry", "icmp-kills");
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
    Exchange lost = Plans.under(lab.situation().exchange(), "drop: {to: client}");
    Exchange longer = lost.withDeadline(lost.deadline().multipliedBy(PATIENCE));
    lab.requireTimeFor(longer);
    List<Trial> trials = lab.runAll(List.of(lost, longer));
    int retries = Requests.triesNanos(trials.getLast()).size() - 1;
    note(lab, trials.getLast(), retries);
    if (trials.stream().allMatch(this::shows)) {
      Trial first = trials.getFirst();
      return Diagnosis.fail(
          "a lost reply is waited for for ever",
          "an end of its own when no reply comes",
          first.outcome().detail(),
          List.of(first));
    }
    return Diagnosis.pass("with every reply lost it gives up after " + tries(retries + 1));
  }

  /** Observations: how often it asks again, and how long it waits the first time. */
  private static void note(Lab lab, Trial trial, int retries) {
    lab.note("retries", Math.max(retries, 0));
    List<Long> tries = Requests.triesNanos(trial);
    if (tries.size() > 1) {
      lab.note("timeout-ms", (tries.get(1) - tries.getFirst()) / NANOS_PER_MILLI);
    } else if (trial.evidence().subject().ending().isPresent()) {
      long elapsedMillis = trial.evidence().subject().elapsedNanos() / NANOS_PER_MILLI;
      lab.note("timeout-ms", Math.max(elapsedMillis - lab.situation().baselineMillis(), 0));
    }
  }

  private static String tries(int count) {
    return count == 1 ? "one try" : count + " tries";
  }

  @Override
  public boolean shows(Trial trial) {
    return trial.outcome().kind() == Kind.HUNG || trial.outcome().kind() == Kind.SPUN;
  }

  /** No reply came, so an end in time without one is right. */
  @Override
  public boolean isRight(Trial trial) {
    return !shows(trial)
        && trial.outcome().kind() != Kind.CRASHED
        && trial.outcome().taken().isEmpty();
  }
}
