package sockproof.reference.mutant.datagram;

import sockproof.reference.datagram.DatagramClientSteps;
import sockproof.reference.net.ExchangeException;

/** Takes an empty datagram for the end of what the server has to say. */
final class ClientEmptyDatagramEnds extends DatagramClientSteps {
  @Override
  public void empty() throws ExchangeException {
    throw new ExchangeException("the server ended the conversation");
  }
}
