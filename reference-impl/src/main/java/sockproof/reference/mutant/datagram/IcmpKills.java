package sockproof.reference.mutant.datagram;

import java.net.PortUnreachableException;
import sockproof.reference.datagram.DatagramClientSteps;
import sockproof.reference.net.ExchangeException;

/** One ICMP port unreachable ends it, though the server may yet come up. */
final class IcmpKills extends DatagramClientSteps {
  @Override
  public void unreachable(PortUnreachableException error) throws ExchangeException {
    throw new ExchangeException("the server refused the datagram", error);
  }
}
