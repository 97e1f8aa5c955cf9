package sockproof.reference.mutant.datagram;

import java.net.SocketAddress;
import sockproof.reference.datagram.DatagramClientSteps;
import sockproof.reference.net.Addresses;
import sockproof.reference.net.ExchangeException;

/** Notices a stray and gives up, with the reply right behind it. */
final class StrayEndsWait extends DatagramClientSteps {
  @Override
  public void stray(SocketAddress source) throws ExchangeException {
    throw new ExchangeException(
        "a datagram came from " + Addresses.show(source) + ", not a server");
  }
}
