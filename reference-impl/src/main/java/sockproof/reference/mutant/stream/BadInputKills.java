package sockproof.reference.mutant.stream;

import sockproof.reference.message.MessageException;
import sockproof.reference.net.ServiceDied;
import sockproof.reference.stream.StreamSteps;

/** One message that breaks the rules ends the service. */
final class BadInputKills extends StreamSteps {
  @Override
  public void refused(MessageException why) {
    throw new ServiceDied("the server died of a bad message: " + why.getMessage());
  }
}
