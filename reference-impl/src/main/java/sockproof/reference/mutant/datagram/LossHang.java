package sockproof.reference.mutant.datagram;

import java.time.Duration;
import java.util.List;
import sockproof.reference.datagram.DatagramClientSteps;
import sockproof.reference.net.Deadline;

/** Waits for a reply for ever. */
final class LossHang extends DatagramClientSteps {
  @Override
  public List<Deadline> deadlines(Duration timeout, int retries) {
    return List.of(Deadline.NEVER);
  }
}
