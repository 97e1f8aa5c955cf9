package sockproof.harness.check;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.TraceEvent;

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
   * As above, of a client that tells nothing on the wire when it closes: its connection was reset,
   * or it had ended its own direction before. False for any other.
   */
  public static boolean isUnderWayUnseen(History history, long overNanos) {
    boolean halfClosed = false;
    for (TraceEvent event : history.events()) {
      if (event.direction() == Direction.TO_SERVER) {
        halfClosed |= event.kind() == TraceEvent.Kind.FIN_RECEIVED;
      } else if ((event.kind() == TraceEvent.Kind.RESET_DELIVERED
              || (halfClosed && event.kind() == TraceEvent.Kind.FIN_DELIVERED))
          && isUnderWay(overNanos - event.nanos())) {
        return true;
      }
    }
    return false;
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
    Trial longer = longer(lab, first.get());
    return shows.test(longer) ? List.of(longer) : List.of();
  }

  /** A case once more, for as long as it takes until the client would have tried again. */
  public static Trial longer(Lab lab, Trial trial) throws InterruptedException {
    Duration deadline = trial.exchange().deadline();
    Duration enough = LONGEST.plusSeconds(1);
    return deadline.compareTo(enough) < 0 ? lab.run(trial.exchange().withDeadline(enough)) : trial;
  }

  /** How long it may do nothing, for people. */
  public static String words() {
    return LONGEST.toSeconds() + " s";
  }
}
