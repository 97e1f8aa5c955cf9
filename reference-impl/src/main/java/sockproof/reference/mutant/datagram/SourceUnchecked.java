package sockproof.reference.mutant.datagram;

import java.net.SocketAddress;
import java.util.Set;
import sockproof.reference.datagram.DatagramClientSteps;

/** Takes a reply from any address. */
final class SourceUnchecked extends DatagramClientSteps {
  @Override
  public boolean isExpected(SocketAddress source, Set<SocketAddress> pending) {
    return true;
  }
}
