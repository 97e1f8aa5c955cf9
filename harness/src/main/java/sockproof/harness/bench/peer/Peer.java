package sockproof.harness.bench.peer;

import java.io.IOException;
import java.util.Optional;
import sockproof.harness.bench.load.Workload.Setup;

/** A relay that can be measured. */
public interface Peer {
  /** Its name in the table. */
  String name();

  /** Why it cannot be measured on this machine, with the remedy; empty where it can. */
  Optional<String> missing();

  /** Whether it can be set up so. */
  boolean supports(Setup setup);

  /**
   * Starts it, in a process of its own, from a port of 127.0.0.1 to another.
   *
   * @throws IOException with one sentence where it does not come up
   * @throws InterruptedException where the whole measurement is ended
   */
  RunningPeer start(Setup setup, int upstreamPort, PeerLauncher launcher)
      throws IOException, InterruptedException;
}
