package sockproof.harness.known;

import java.util.List;
import java.util.Optional;

/**
 * The findings of {@code check} that are expected, each id at most once.
 *
 * @param entries the entries, in the order of their file
 */
public record KnownFindings(List<KnownFinding> entries) {
  public KnownFindings {
    entries = List.copyOf(entries);
  }

  /** Nothing is expected. */
  public static KnownFindings none() {
    return new KnownFindings(List.of());
  }

  /** The entry for a finding. */
  public Optional<KnownFinding> of(String id) {
    return entries.stream().filter(entry -> entry.id().equals(id)).findFirst();
  }
}
