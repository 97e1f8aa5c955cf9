package sockproof.harness.check.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;

/**
 * {@code eof-spin}: recv() that returns 0 is called again and again. It is the end of the stream
 * for good (POSIX recv()), so that loop uses a core and never ends.
 */
public final class EofSpin implements Check {
  /** Long enough to tell a loop from a busy moment; the confirming runs need no more. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  @Override
  public String id() {
    return "eof-spin";
  }

  @Override
  public Set<String> explains() {
    return Set.of("eof-hang", "reset-hang", "no-deadline", "bad-input-kills", "one-client-blocks");
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
      trials.add(lab.run(EofHang.afterReply(exchange)));
    }
    List<Trial> failing = new ArrayList<>(trials.stream().filter(this::shows).toList());
    if (failing.isEmpty()) {
      return Diagnosis.pass("after FIN in %d places it uses no CPU".formatted(trials.size()));
    }
    Trial shorter = lab.run(failing.getFirst().exchange().withDeadline(SHORT));
    if (shows(shorter)) {
      failing.addFirst(shorter);
    }
    return Diagnosis.fail(
        "after FIN it uses a core for nothing",
        "an end, or a wait that uses no CPU",
        failing.getFirst().outcome().detail(),
        failing);
  }

  @Override
  public boolean shows(Trial trial) {
    return trial.is(Kind.SPUN);
  }

  @Override
  public boolean isRight(Trial trial) {
    return trial.is(Kind.ERROR) || trial.isIntact();
  }
}
