package sockproof.reference.mutant.datagram;

import java.time.Duration;
import java.util.List;
import sockproof.reference.datagram.DatagramClientSteps;
import sockproof.reference.net.Deadline;

/** Sends a message once and gives up when the reply does not come. */
final class NoRetry extends DatagramClientSteps {
  @Override
  public List<Deadline> deadlines(Duration timeout, int retries) {
    return List.of(Deadline.after(timeout));
  }
}
