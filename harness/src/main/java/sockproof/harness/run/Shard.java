package sockproof.harness.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several parts of a run, each for a machine of its own. The parts have no case in common,
 * have all cases together, and take about as long as each other, as far as earlier durations tell.
 *
 * @param index which part, from 1
 * @param count how many parts there are
 */
public record Shard(int index, int count) {
  private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,3})/([1-9]\\d{0,3})");

  /** A case by its scenario's id, values included, and the name of its subject. */
  public record CaseKey(String scenario, String subject) {
    /** The key of a case. */
    public static CaseKey of(CaseRun run) {
      return new CaseKey(run.scenario().id(), run.subject().name());
    }
  }

  /**
   * Reads {@code I/N}.
   *
   * @throws IllegalArgumentException with a sentence for anything else
   */
  public static Shard parse(String text) {
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      Shard shard = new Shard(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
      if (shard.index <= shard.count) {
        return shard;
      }
    }
    throw new IllegalArgumentException(
        text + ": it takes I/N, part I of N, as in 1/4; I is from 1 to N.");
  }

  private record Weighed(CaseRun run, double millis) {}

  /**
   * The cases of this part, in their order. Every part has to be asked with the same cases and
   * durations. The longest case comes first to the part that has least to do; a case that no
   * duration is known of counts as one of average length.
   *
   * @param millis how long cases took, in milliseconds, as far as that is known
   */
  public List<CaseRun> of(List<CaseRun> cases, Map<CaseKey, Long> millis) {
    OptionalDouble average =
        cases.stream()
            .map(CaseKey::of)
            .filter(millis::containsKey)
            .mapToLong(key -> millis.getOrDefault(key, 0L))
            .average();
    List<Weighed> longestFirst =
        new ArrayList<>(
            cases.stream()
                .map(
                    run -> {
                      Long known = millis.get(CaseKey.of(run));
                      return new Weighed(run, known != null ? known : average.orElse(1));
                    })
                .toList());
    longestFirst.sort(Comparator.comparingDouble(Weighed::millis).reversed());
    double[] load = new double[count];
    Map<CaseKey, Integer> partOf = new HashMap<>();
    for (Weighed weighed : longestFirst) {
      int least = 0;
      for (int part = 1; part < count; part++) {
        least = load[part] < load[least] ? part : least;
      }
      partOf.put(CaseKey.of(weighed.run()), least);
      // Something, so that cases of no length are spread, too.
      load[least] += Math.max(weighed.millis(), 1);
    }
    Set<CaseKey> mine = new HashSet<>();
    partOf.forEach(
        (key, part) -> {
          if (part == index - 1) {
            mine.add(key);
          }
        });
    return cases.stream().filter(run -> mine.contains(CaseKey.of(run))).toList();
  }
}
