package sockproof.proxy.core;

/** One fault on one direction of one datagram session; see {@link StreamFault}. */
public interface DatagramFault {
  /**
   * Takes one event.
   *
   * @param event what happened
   * @param context the time, the random stream and the sink for actions
   */
  void on(DatagramEvent event, Context<DatagramAction> context);
}
