package sockproof.harness.check;

import java.util.List;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Evidence.StepResult;
import sockproof.harness.exchange.Exchange;

/**
 * One case that was run, and what came of it.
 *
 * @param exchange what was exchanged and what went wrong on the way
 * @param evidence what happened
 * @param outcome the same, boiled down for comparison
 */
public record Trial(Exchange exchange, Evidence evidence, Behaviour outcome) {
  /** True where every reply came out whole and the subject ended as it should. */
  public boolean isIntact() {
    return is(Behaviour.Kind.INTACT);
  }

  /** True where a signal ended the subject. */
  public boolean isCrashed() {
    return is(Behaviour.Kind.CRASHED);
  }

  /** True where the behaviour is of a class. */
  public boolean is(Behaviour.Kind kind) {
    return outcome.kind() == kind;
  }

  /** True where the subject still ran at the deadline, whether it used CPU or not. */
  public boolean isOverdue() {
    return is(Behaviour.Kind.HUNG) || is(Behaviour.Kind.SPUN);
  }

  /** What came of each step with a server under test; none for a client. */
  public List<StepResult> steps() {
    return evidence instanceof Evidence.OfServer server ? server.steps() : List.of();
  }
}
