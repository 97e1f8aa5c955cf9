package sockproof.harness.trace;

import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Exchange;

/**
 * What is kept of a case for reports, bounded.
 *
 * @param ending how the subject ended, for people
 * @param stdout what it printed on standard output
 * @param stderr what it printed on standard error
 * @param comparison what had to come out beside what came out
 * @param trace what passed through the relays
 */
public record Observation(
    String ending, String stdout, String stderr, Comparison comparison, Trace trace) {
  private static final int FAILED_CHARACTERS = 64 << 10;
  private static final int PASSED_CHARACTERS = 2 << 10;

  /**
   * What an exchange showed.
   *
   * @param failed whether somebody has to look into it, so that more is kept
   */
  public static Observation of(Exchange exchange, Evidence evidence, boolean failed) {
    int characters = failed ? FAILED_CHARACTERS : PASSED_CHARACTERS;
    return new Observation(
        evidence.subject().endingWords(),
        head(evidence.subject().stdout(), characters),
        head(evidence.subject().stderr(), characters),
        Comparison.of(exchange, evidence),
        Trace.of(evidence.histories(), failed ? Trace.Limits.FAILED : Trace.Limits.PASSED));
  }

  private static String head(String text, int characters) {
    return text.length() <= characters
        ? text
        : text.substring(0, characters) + "\n[" + (text.length() - characters) + " more]\n";
  }
}
