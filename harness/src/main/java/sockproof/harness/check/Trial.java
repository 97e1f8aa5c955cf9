package sockproof.harness.check;

import sockproof.harness.exchange.Evidence;
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
    return outcome.kind() == Behaviour.Kind.INTACT;
  }
}
