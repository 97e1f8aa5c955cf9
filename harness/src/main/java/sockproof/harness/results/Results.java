package sockproof.harness.results;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import sockproof.harness.run.CaseResult.Status;

/**
 * All results of a run, of a check, or of several of them together.
 *
 * @param kind what the rows are: scenarios or findings
 * @param tool the program's name and version
 * @param seed the seed; of several results, that of the first
 * @param verdict {@code pass}, {@code fail} or {@code inconclusive}
 * @param interrupted whether it was ended before its time
 * @param entries one for each case or finding, in order
 */
public record Results(
    Kind kind, String tool, long seed, String verdict, boolean interrupted, List<Entry> entries) {
  public Results {
    entries = List.copyOf(entries);
  }

  /** What the entries are about. */
  public enum Kind {
    /** Cases of scenarios. */
    RUN,
    /** Findings that were looked for. */
    CHECK
  }

  /** How many entries have each status; those that none has are left out. */
  public Map<Status, Long> counts() {
    Map<Status, Long> counts = new EnumMap<>(Status.class);
    entries.forEach(entry -> counts.merge(entry.status(), 1L, Long::sum));
    return counts;
  }

  /** How many entries have a status. */
  public long count(Status status) {
    return counts().getOrDefault(status, 0L);
  }
}
