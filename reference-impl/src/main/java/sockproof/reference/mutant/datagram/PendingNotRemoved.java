package sockproof.reference.mutant.datagram;

import java.net.SocketAddress;
import java.util.Set;
import sockproof.reference.datagram.DatagramClientSteps;

/** Keeps a server that has answered on the list of those that have yet to. */
final class PendingNotRemoved extends DatagramClientSteps {
  @Override
  public void answered(SocketAddress source, Set<SocketAddress> pending) {}
}
