package sockproof.harness.results;

/**
 * What a case demands.
 *
 * @param level {@code MUST}, {@code SHOULD} or {@code INFO}, after RFC 2119
 * @param text the demand in a sentence
 * @param source where it comes from; empty where it is the bug itself that is described
 */
public record Demand(String level, String text, String source) {}
