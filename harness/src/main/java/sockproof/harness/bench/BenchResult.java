package sockproof.harness.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sockproof.harness.bench.load.Workload;

/** All figures of one measurement, in the order in which they were taken. */
public final class BenchResult {
  /** The name of the figure without any relay. */
  public static final String DIRECT = "direct";

  private final Map<Workload, Map<String, List<Double>>> figures = new LinkedHashMap<>();
  private final Map<String, String> notes = new LinkedHashMap<>();

  /** Adds a figure of a relay, or of none. */
  public void add(Workload workload, String who, double figure) {
    figures
        .computeIfAbsent(workload, key -> new LinkedHashMap<>())
        .computeIfAbsent(who, key -> new ArrayList<>())
        .add(figure);
  }

  /** Adds why something was not measured. */
  public void note(String what, String why) {
    notes.putIfAbsent(what, why);
  }

  /** What was not measured, and why. */
  public Map<String, String> notes() {
    return Map.copyOf(notes);
  }

  /** The workloads that were measured. */
  public List<Workload> workloads() {
    return List.copyOf(figures.keySet());
  }

  /** Who was measured under a workload. */
  public List<String> measured(Workload workload) {
    return List.copyOf(figures.getOrDefault(workload, Map.of()).keySet());
  }

  /** The median, the smallest and the largest of the rounds. */
  public Optional<Spread> spread(Workload workload, String who) {
    List<Double> sorted =
        figures.getOrDefault(workload, Map.of()).getOrDefault(who, List.of()).stream()
            .sorted()
            .toList();
    return sorted.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Spread(sorted.get(sorted.size() / 2), sorted.getFirst(), sorted.getLast()));
  }

  /**
   * The median of the ratios to another, round by round, so that what slows the whole machine for a
   * while slows both sides of a ratio.
   */
  public Optional<Double> ratio(Workload workload, String who, String to) {
    Map<String, List<Double>> all = figures.getOrDefault(workload, Map.of());
    List<Double> above = all.getOrDefault(who, List.of());
    List<Double> below = all.getOrDefault(to, List.of());
    int rounds = Math.min(above.size(), below.size());
    if (rounds == 0) {
      return Optional.empty();
    }
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      ratios.add(above.get(i) / below.get(i));
    }
    return Optional.of(ratios.stream().sorted().toList().get(rounds / 2));
  }

  /**
   * The figures of some rounds.
   *
   * @param median the middle one
   * @param least the smallest
   * @param most the largest
   */
  public record Spread(double median, double least, double most) {}
}
