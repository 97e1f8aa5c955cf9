package sockproof.proxy.core;

/**
 * One fault on one direction of one connection: a deterministic function of its own state, an
 * event, the time and its own random stream, to actions.
 *
 * <p>An instance is used by one thread at a time and never blocks. What it does not deliver is held
 * or lost: a fault that lets everything pass delivers every {@link StreamEvent.Arrived} segment and
 * carries out the {@link StreamAction.Close} of every {@link StreamEvent.Ended}.
 *
 * <p>The keys common to all faults ({@code to}, {@code when}, {@code probability}) are no business
 * of a fault: it is only shown what they select.
 */
public interface StreamFault {
  /** The most that one fault may hold, as the sum of {@link Segment#cost}, for want of input. */
  int MAX_WAITING_COST = 1 << 20;

  /**
   * Takes one event.
   *
   * @param event what happened
   * @param context the time, the random stream and the sink for actions
   */
  void on(StreamEvent event, Context<StreamAction> context);

  /**
   * What it costs to hold what waits here for more input, as the sum of {@link Segment#cost}. Never
   * much more than {@link #MAX_WAITING_COST}: reading from the sender is not paused on its account,
   * as it would then wait for ever.
   */
  default long waitingCost() {
    return 0;
  }

  /**
   * What it costs to hold what waits here for time to pass: the sum of {@link Segment#cost}. When
   * it is much, reading from the sender pauses.
   */
  default long delayedCost() {
    return 0;
  }
}
