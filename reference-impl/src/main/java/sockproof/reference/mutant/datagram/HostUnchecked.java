package sockproof.reference.mutant.datagram;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Set;
import sockproof.reference.datagram.DatagramClientSteps;

/** Compares the port of the source and not its host. */
final class HostUnchecked extends DatagramClientSteps {
  @Override
  public boolean isExpected(SocketAddress source, Set<SocketAddress> pending) {
    return pending.stream().anyMatch(server -> samePort(server, source));
  }

  @Override
  public void answered(SocketAddress source, Set<SocketAddress> pending) {
    pending.stream()
        .filter(server -> samePort(server, source))
        .findFirst()
        .ifPresent(pending::remove);
  }

  private static boolean samePort(SocketAddress server, SocketAddress source) {
    return server instanceof InetSocketAddress one
        && source instanceof InetSocketAddress other
        && one.getPort() == other.getPort();
  }
}
