package sockproof.harness.check;

import java.io.IOException;
import java.util.Set;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Exchanges;
import sockproof.harness.exchange.Role;
import sockproof.proxy.plan.Capability;
import sockproof.reference.message.MessageException;

/** Runs a recorded case again. */
public final class Replay {
  private Replay() {}

  /** What a recorded case comes to now. */
  public enum Outcome {
    /** It comes out right. */
    FIXED,
    /** It shows the same bug in the same way. */
    FAILED,
    /** It is wrong in another way. */
    CHANGED
  }

  /**
   * What a case came to.
   *
   * @param detail the behaviour, for people
   */
  public record Result(Outcome outcome, String detail) {}

  /**
   * Measures the baseline, for how the subject prints its replies, then runs the case.
   *
   * @throws Baseline.UnusableException where the subject does not work without faults any more
   */
  public static Result run(CaseFile recorded, Exchanges exchanges, Set<Capability> capabilities)
      throws IOException, InterruptedException, MessageException {
    Exchange exchange = recorded.exchange();
    Check check =
        CheckRegistry.find(recorded.finding(), exchange.network().isStream())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the case shows `" + recorded.finding() + "`, which has no check."));
    Situation situation =
        new Baseline(exchanges, recorded.subject(), true).measure(recorded.plain(), capabilities);
    Evidence evidence = exchanges.run(recorded.subject(), exchange);
    Behaviour now =
        new Observer(situation.templates(), situation.baselineCpuNanos())
            .observe(exchange, evidence);
    return new Result(
        outcome(check, recorded.signature(), new Trial(exchange, evidence, now)), now.detail());
  }

  /**
   * What a case came to, as a check sees it.
   *
   * @param signature the class of behaviour that was recorded
   */
  public static Outcome outcome(Check check, String signature, Trial now) {
    if (check.shows(now)) {
      return isSame(signature, now) ? Outcome.FAILED : Outcome.CHANGED;
    }
    return check.isRight(now) ? Outcome.FIXED : Outcome.CHANGED;
  }

  /**
   * A client tells by itself how it fails. What is seen of a server depends on when one looks: it
   * serves nobody any more, and a moment later it has ended; so the bug is all that counts. Nor
   * does it count whether somebody who never ends gets a core.
   */
  private static boolean isSame(String signature, Trial now) {
    boolean overdue =
        signature.equals(Behaviour.Kind.HUNG.signature())
            || signature.equals(Behaviour.Kind.SPUN.signature());
    return now.exchange().underTest() == Role.SERVER
        || now.outcome().signature().equals(signature)
        || (overdue && now.isOverdue());
  }
}
