package sockproof.harness.check;

import java.io.IOException;
import java.util.Set;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Exchanges;
import sockproof.proxy.plan.Capability;
import sockproof.reference.message.MessageException;

/** Runs a recorded case again. */
public final class Replay {
  private Replay() {}

  /**
   * Measures the baseline, for how the subject prints its replies, then runs the case.
   *
   * @throws Baseline.UnusableException where the subject does not work without faults any more
   */
  public static Behaviour run(CaseFile recorded, Exchanges exchanges, Set<Capability> capabilities)
      throws IOException, InterruptedException, MessageException {
    Situation situation =
        new Baseline(exchanges, recorded.subject())
            .measure(recorded.exchange().withoutFaults(), capabilities);
    Evidence evidence = exchanges.run(recorded.subject(), recorded.exchange());
    return new Observer(situation.templates()).observe(recorded.exchange(), evidence);
  }

  /**
   * True where the behaviour is right: whole replies, or for a case that cannot have them, an
   * error.
   */
  public static boolean isFixed(CaseFile recorded, Behaviour now) {
    boolean repliesPossible = !CleanErrorFindings.expectError(recorded.finding());
    return now.kind() == Behaviour.Kind.INTACT
        || (!repliesPossible && now.kind() == Behaviour.Kind.ERROR);
  }
}
