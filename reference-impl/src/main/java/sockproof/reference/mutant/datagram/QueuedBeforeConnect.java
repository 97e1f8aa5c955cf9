package sockproof.reference.mutant.datagram;

import java.io.IOException;
import java.net.SocketAddress;
import sockproof.reference.datagram.DatagramClientSteps;
import sockproof.reference.datagram.Filtering;
import sockproof.reference.net.DatagramEndpoint;
import sockproof.reference.net.Datagrams;

/** Binds first and connects when it has something to send; what came before is in its queue. */
final class QueuedBeforeConnect extends DatagramClientSteps {
  @Override
  public DatagramEndpoint open(SocketAddress server, Filtering filtering) throws IOException {
    return Datagrams.watchingFragments(server);
  }

  @Override
  public DatagramEndpoint beforeSending(DatagramEndpoint socket, SocketAddress server)
      throws IOException {
    Datagrams.connectKeepingQueue(socket, server);
    return socket;
  }
}
