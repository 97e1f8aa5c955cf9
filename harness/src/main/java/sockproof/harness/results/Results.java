package sockproof.harness.results;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
  /** From worst to best. */
  private static final List<String> VERDICTS = List.of("fail", "inconclusive", "pass");

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

  /**
   * Several results as one.
   *
   * @throws ResultsException where some are of runs and some of checks
   */
  public static Results merged(List<Results> all) {
    Results first = all.getFirst();
    if (all.stream().anyMatch(results -> results.kind() != first.kind())) {
      throw new ResultsException(
          "some of these results are of `run` and some of `check`; merge them apart.");
    }
    String verdict =
        VERDICTS.stream()
            .filter(word -> all.stream().anyMatch(results -> results.verdict().equals(word)))
            .findFirst()
            .orElse(first.verdict());
    return new Results(
        first.kind(),
        first.tool(),
        first.seed(),
        verdict,
        all.stream().anyMatch(Results::interrupted),
        all.stream().flatMap(results -> results.entries().stream()).toList());
  }

  /**
   * What is odd about several results that are to be one, a sentence for each.
   *
   * @param all in the order of {@code names}
   * @param names what they are called
   */
  public static List<String> doubts(List<Results> all, List<String> names) {
    List<String> doubts = new ArrayList<>();
    List<Long> seeds = all.stream().map(Results::seed).distinct().toList();
    // Checks of several programs have a seed each, and none of their parts is missing.
    if (seeds.size() > 1 && all.getFirst().kind() == Kind.RUN) {
      doubts.add(
          "these results have different seeds ("
              + seeds.stream().map(String::valueOf).collect(Collectors.joining(", "))
              + "); parts of one run with --shard need the same --seed, or cases are missed.");
    }
    Map<List<String>, String> first = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      String name = names.get(i);
      Set<List<String>> cases =
          all.get(i).entries().stream()
              .map(entry -> List.of(entry.id(), entry.subject()))
              .collect(Collectors.toCollection(LinkedHashSet::new));
      List<List<String>> twice = cases.stream().filter(first::containsKey).toList();
      if (!twice.isEmpty()) {
        doubts.add(
            first.get(twice.getFirst())
                + " and "
                + name
                + " have "
                + (twice.size() == 1 ? "a case" : twice.size() + " cases")
                + " in common, such as "
                + String.join(" with ", twice.getFirst())
                + "; they are counted twice.");
      }
      cases.forEach(key -> first.putIfAbsent(key, name));
    }
    return doubts;
  }

  /** The line that ends every run. */
  public String countLine() {
    long passed = entries.stream().filter(entry -> entry.status().countsAsPassed()).count();
    return passed
        + " passed, "
        + count(Status.FAILED)
        + " failed, "
        + count(Status.SKIPPED)
        + " skipped";
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
