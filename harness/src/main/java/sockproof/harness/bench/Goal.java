package sockproof.harness.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sockproof.harness.bench.load.Workload;
import sockproof.harness.bench.peer.SockproofPeer;

/**
 * What the relay is to reach under a workload, as a ratio in the same run.
 *
 * @param workload the workload's name
 * @param factor how many times the better of the rivals
 * @param rivals the relays that it is held against; those that were not measured do not count
 */
public record Goal(String workload, double factor, List<String> rivals) {
  private static final List<String> ALL = List.of("haproxy", "nginx", "socat", "netcrusher");

  /** Every goal. */
  public static final List<Goal> GOALS =
      List.of(
          new Goal("tcp-requests-64", 1.15, List.of("haproxy", "nginx")),
          new Goal("tcp-bulk-up", 1.1, List.of("netcrusher")),
          new Goal("tcp-bulk-down", 1.1, List.of("netcrusher")),
          new Goal("tcp-connections", 1.0, ALL),
          new Goal("udp-echo-64-64", 1.5, List.of("nginx", "netcrusher")),
          new Goal("udp-echo-64-1400", 1.5, List.of("nginx", "netcrusher")),
          new Goal("udp-echo-1-64", 1.0, ALL),
          new Goal("udp-echo-1-1400", 1.0, ALL));

  /**
   * How the relay stands to a goal.
   *
   * @param rival the best of the rivals
   * @param ratio how many times as good as it the relay is
   * @param isReached whether that is enough
   */
  public record Standing(Goal goal, String rival, double ratio, boolean isReached) {
    /** For the table. */
    public String words() {
      return String.format(
          Locale.ROOT,
          "%s: %.2f × %s, to reach %.2f ×: %s",
          goal.workload(),
          ratio,
          rival,
          goal.factor(),
          isReached ? "reached" : "missed");
    }
  }

  /** Compares; empty where the workload or every rival was not measured. */
  public Optional<Standing> standing(BenchResult result) {
    Optional<Workload> measured =
        result.workloads().stream().filter(one -> one.name().equals(workload)).findFirst();
    if (measured.isEmpty()) {
      return Optional.empty();
    }
    Standing worst = null;
    for (String rival : rivals) {
      Optional<Double> ratio = result.ratio(measured.get(), SockproofPeer.NAME, rival);
      if (ratio.isPresent()) {
        double better = measured.get().moreIsBetter() ? ratio.get() : 1 / ratio.get();
        if (worst == null || better < worst.ratio()) {
          worst = new Standing(this, rival, better, better >= factor);
        }
      }
    }
    return Optional.ofNullable(worst);
  }
}
