package sockproof.reference.mutant.datagram;

import sockproof.reference.datagram.DatagramServerSteps;
import sockproof.reference.net.ServiceDied;

/** Takes an empty datagram for the end of all input. */
final class ServerEmptyDatagramEnds extends DatagramServerSteps {
  @Override
  public void empty() {
    throw new ServiceDied("the server reached the end of its input");
  }
}
