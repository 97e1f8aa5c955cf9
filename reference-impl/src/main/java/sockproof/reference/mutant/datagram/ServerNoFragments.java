package sockproof.reference.mutant.datagram;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import sockproof.reference.datagram.DatagramServerSteps;
import sockproof.reference.net.DatagramEndpoint;
import sockproof.reference.net.Datagrams;
import sockproof.reference.net.ReceivedDatagram;

/** Does not see a request that came in several IP fragments. */
final class ServerNoFragments extends DatagramServerSteps {
  @Override
  public DatagramEndpoint open(SocketAddress wanted) throws IOException {
    return Datagrams.serverWatchingFragments(wanted);
  }

  @Override
  public List<ReceivedDatagram> gather(ReceivedDatagram request, DatagramEndpoint socket) {
    return request.fragmented() ? List.of() : List.of(request);
  }
}
