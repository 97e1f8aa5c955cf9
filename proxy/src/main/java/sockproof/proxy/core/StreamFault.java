package sockproof.proxy.core;

/**
 * One fault on one direction of one connection: a deterministic function of its own state, an
 * event, the time and its own random stream, to actions.
 *
 * <p>An instance is used by one thread at a time and never blocks. What it does not deliver is held
 * or lost: a fault that lets everything pass delivers every {@link StreamEvent.Arrived} segment and
 * answers {@link StreamEvent.Fin} and {@link StreamEvent.Reset} with the same {@link
 * StreamAction.Close}.
 */
public interface StreamFault {
  /**
   * Takes one event.
   *
   * @param event what happened
   * @param context the time, the random stream and the sink for actions
   */
  void on(StreamEvent event, Context<StreamAction> context);
}
