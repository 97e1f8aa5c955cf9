package sockproof.harness.known;

import java.util.List;

/**
 * The failures of {@code run} that are expected.
 *
 * @param entries the entries, in the order of their file
 */
public record KnownCases(List<KnownCase> entries) {
  public KnownCases {
    entries = List.copyOf(entries);
  }

  /** Nothing is expected. */
  public static KnownCases none() {
    return new KnownCases(List.of());
  }

  /** The entries about a case. */
  public List<KnownCase> about(String scenarioId, String subjectName) {
    return entries.stream().filter(entry -> entry.isAbout(scenarioId, subjectName)).toList();
  }
}
