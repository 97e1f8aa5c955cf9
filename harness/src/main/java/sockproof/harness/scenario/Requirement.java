package sockproof.harness.scenario;

/**
 * What a scenario demands.
 *
 * @param level how strongly, after RFC 2119
 * @param text the demand in a sentence
 * @param source where it comes from
 */
public record Requirement(Level level, String text, String source) {
  /** How strongly something is demanded. */
  public enum Level {
    /** A program that does otherwise is wrong. */
    MUST,
    /** A program that does otherwise is fragile; a warning. */
    SHOULD,
    /** Worth knowing; never a failure. */
    INFO
  }
}
