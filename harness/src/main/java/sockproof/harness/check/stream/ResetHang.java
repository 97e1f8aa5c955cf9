package sockproof.harness.check.stream;

import java.util.ArrayList;
import java.util.Arrays;
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
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Step;

/**
 * {@code reset-hang}: a reset is never noticed. The connection is gone (RFC 9293 section 3.5.3): a
 * client waits in vain; a server serves nobody any more, or keeps a socket for every client lost.
 */
public final class ResetHang implements Check {
  @Override
  public String id() {
    return "reset-hang";
  }

  @Override
  public Set<String> explains() {
    return Set.of("no-deadline", "bad-input-kills");
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return situation.exchange().network().isUnix()
        ? Optional.of("Unix sockets have no reset")
        : Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    List<Trial> trials = new ArrayList<>(EndCases.resets(lab));
    if (trials.stream().anyMatch(trial -> socketsLeft(trial) > 0)) {
      trials.add(0, lab.run(severalResets(exchange)));
      trials.removeIf(trial -> !trial.isOverdue() && trial.exchange().dialogue().size() == 1);
    }
    List<Trial> failing = Backoff.hanging(lab, trials, this::shows, trial -> trial.is(Kind.HUNG));
    if (failing.isEmpty()) {
      return Diagnosis.pass("resets in %d places are noticed".formatted(trials.size()));
    }
    return Diagnosis.fail(
        EndCases.isClient(exchange)
            ? "after a reset it still waits at the deadline"
            : socketsLeft(failing.getFirst()) > 0
                ? "after resets it still holds the sockets of the clients that are gone"
                : "after a reset it serves nobody any more",
        EndCases.isClient(exchange) ? "an end in time" : "sockets closed, other clients served",
        detail(failing.getFirst()),
        failing);
  }

  /** One socket more may be something that a server opens with its first client. */
  private static Exchange severalResets(Exchange exchange) {
    byte[] wire = EndCases.firstOnWire(exchange);
    byte[] half = Arrays.copyOf(wire, wire.length / 2);
    List<Step> steps = new ArrayList<>();
    for (int client = 1; client <= 3; client++) {
      steps.add(Conversations.raw(client, half, Step.Then.RESET));
    }
    return exchange.withDialogue(steps).watchingCpu();
  }

  private static String detail(Trial trial) {
    int left = socketsLeft(trial);
    return trial.outcome().detail() + (left > 0 ? "; " + left + " sockets left open" : "");
  }

  private static int socketsLeft(Trial trial) {
    return trial.evidence() instanceof Evidence.OfServer server ? server.socketsLeft() : 0;
  }

  @Override
  public boolean shows(Trial trial) {
    return (trial.isOverdue() && !EndCases.hasNoticed(trial)) || socketsLeft(trial) >= 2;
  }

  @Override
  public boolean isRight(Trial trial) {
    return trial.is(Kind.ERROR) || trial.isIntact();
  }
}
