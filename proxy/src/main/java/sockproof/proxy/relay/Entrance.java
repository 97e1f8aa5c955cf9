package sockproof.proxy.relay;

import java.util.concurrent.CompletableFuture;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;

/** Where clients come in. Safe for use by many threads. */
interface Entrance {
  /** The address, with the port that was chosen. */
  Endpoint endpoint();

  /** How many connections or sessions there are now. */
  int connections();

  /**
   * The faults are others from now on, for connections that come and for those that are open; done
   * when the last of these has taken the change.
   *
   * @return completed exceptionally with a {@link RelayException} if nothing has changed
   */
  CompletableFuture<Void> reconfigure(Plan plan);

  /** Lets nobody in any more; done when the last connection has ended by itself. */
  CompletableFuture<Void> drain();

  /** Ends everything at once; done when every descriptor is released. */
  CompletableFuture<Void> close();
}
