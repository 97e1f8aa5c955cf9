package sockproof.reference.mutant.datagram;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Set;
import sockproof.reference.datagram.DatagramClientSteps;

/** Compares the host of the source and not its port. */
final class PortUnchecked extends DatagramClientSteps {
  @Override
  public boolean isExpected(SocketAddress source, Set<SocketAddress> pending) {
    return pending.stream().anyMatch(server -> sameHost(server, source));
  }

  @Override
  public void answered(SocketAddress source, Set<SocketAddress> pending) {
    pending.stream()
        .filter(server -> sameHost(server, source))
        .findFirst()
        .ifPresent(pending::remove);
  }

  private static boolean sameHost(SocketAddress server, SocketAddress source) {
    return server instanceof InetSocketAddress one
        && source instanceof InetSocketAddress other
        && one.getAddress().equals(other.getAddress());
  }
}
