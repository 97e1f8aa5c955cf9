package sockproof.harness.known;

import java.util.List;
import java.util.Optional;
import sockproof.proxy.plan.Plan;

/**
 * A finding of {@code check} that is expected.
 *
 * @param id the finding's id
 * @param reason why it is expected
 * @param faults the smallest case that showed it
 * @param outcome the class of behaviour in that case, as a word
 * @param took what the subject took or printed in that case; empty where that does not matter
 */
public record KnownFinding(
    String id, String reason, Plan faults, String outcome, Optional<List<String>> took) {

  /**
   * Whether a case came out as this entry says.
   *
   * @param seenOutcome the class of behaviour that was seen
   * @param seenTaken what the subject took or printed
   */
  public boolean isOutcome(String seenOutcome, List<String> seenTaken) {
    return outcome.equals(seenOutcome) && took.map(seenTaken::equals).orElse(true);
  }
}
