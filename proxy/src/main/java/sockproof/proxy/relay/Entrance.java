package sockproof.proxy.relay;

import java.util.concurrent.CompletableFuture;
import sockproof.proxy.plan.Endpoint;

/** Where clients come in. Safe for use by many threads. */
interface Entrance {
  /** The address, with the port that was chosen. */
  Endpoint endpoint();

  /** How many connections or sessions there are now. */
  int connections();

  /** Lets nobody in any more; done when the last connection has ended by itself. */
  CompletableFuture<Void> drain();

  /** Ends everything at once; done when every descriptor is released. */
  CompletableFuture<Void> close();
}
