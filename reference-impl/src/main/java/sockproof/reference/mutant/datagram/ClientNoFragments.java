package sockproof.reference.mutant.datagram;

import java.io.IOException;
import java.net.SocketAddress;
import sockproof.reference.datagram.DatagramClientSteps;
import sockproof.reference.datagram.Filtering;
import sockproof.reference.net.DatagramEndpoint;
import sockproof.reference.net.Datagrams;
import sockproof.reference.net.ReceivedDatagram;

/** Does not see a reply that came in several IP fragments. */
final class ClientNoFragments extends DatagramClientSteps {
  @Override
  public DatagramEndpoint open(SocketAddress server, Filtering filtering) throws IOException {
    DatagramEndpoint socket = Datagrams.watchingFragments(server);
    if (filtering == Filtering.CONNECTED) {
      Datagrams.connectKeepingQueue(socket, server);
    }
    return socket;
  }

  @Override
  public boolean takes(ReceivedDatagram datagram) {
    return !datagram.fragmented();
  }
}
