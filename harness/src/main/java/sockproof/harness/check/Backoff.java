package sockproof.harness.check;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How long a client that has closed its connection may do nothing before it tries again. One that
 * does nothing for longer waits for ever.
 */
public final class Backoff {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private Backoff() {}

  /** Whether it may still try again, so many nanoseconds after it closed. */
  public static boolean isUnderWay(long sinceNanos) {
    return sinceNanos < LONGEST.toNanos();
  }

  /**
   * The cases that show a hang. Where none does, the first undecided one is run again for as long
   * as it takes until the client would have tried again.
   *
   * @param shows whether a case shows it
   * @param undecided whether it may show it if it lasts longer
   */
  public static List<Trial> hanging(
      Lab lab, List<Trial> trials, Predicate<Trial> shows, Predicate<Trial> undecided)
      throws InterruptedException {
    List<Trial> hanging = trials.stream().filter(shows).toList();
    Optional<Trial> first = trials.stream().filter(undecided).findFirst();
    if (!hanging.isEmpty() || first.isEmpty()) {
      return hanging;
    }
    Trial longer = lab.run(first.get().exchange().withDeadline(LONGEST.plusSeconds(1)));
    return shows.test(longer) ? List.of(longer) : List.of();
  }
}
