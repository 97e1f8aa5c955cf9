package sockproof.reference.mutant.datagram;

import sockproof.reference.datagram.DatagramServerSteps;
import sockproof.reference.message.MessageException;
import sockproof.reference.net.ServiceDied;

/** One datagram that breaks the rules ends the service. */
final class DatagramBadInputKills extends DatagramServerSteps {
  @Override
  public void refused(MessageException why) {
    throw new ServiceDied("the server died of a bad datagram: " + why.getMessage());
  }
}
