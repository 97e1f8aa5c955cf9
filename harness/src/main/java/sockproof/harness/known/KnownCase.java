package sockproof.harness.known;

import sockproof.harness.judge.Normaliser;

/**
 * Failures of {@code run} that are expected. In the texts {@code *} stands for any characters.
 *
 * @param scenario the ids of the cases; without the brackets of a variation all cases of a file
 * @param subject the names of the subjects
 * @param reason why it is expected
 * @param observed what was observed
 */
public record KnownCase(String scenario, String subject, String reason, String observed) {

  /** Whether this entry is about a case. */
  public boolean isAbout(String scenarioId, String subjectName) {
    Glob wanted = new Glob(scenario);
    boolean same = wanted.matches(scenarioId) || wanted.matches(withoutVariation(scenarioId));
    return same && new Glob(subject).matches(subjectName);
  }

  /** Whether a failed case is pinned here; addresses, numbers and times may differ. */
  public boolean isObserved(String text) {
    return new Glob(comparable(observed)).matches(comparable(text));
  }

  /** The id of a scenario's file: all before the brackets. */
  static String withoutVariation(String scenarioId) {
    int bracket = scenarioId.indexOf('[');
    return bracket < 0 ? scenarioId : scenarioId.substring(0, bracket);
  }

  private static String comparable(String text) {
    return Normaliser.normalise(text.strip()).replaceAll("\\d+ %", "<n> %");
  }
}
