package sockproof.reference.mutant.datagram;

import java.io.IOException;
import java.net.SocketAddress;
import sockproof.reference.datagram.DatagramServerSteps;
import sockproof.reference.net.DatagramEndpoint;
import sockproof.reference.net.Datagrams;

/** Bound to all addresses, it lets the system choose which one it answers from. */
final class WrongSourceReply extends DatagramServerSteps {
  @Override
  public DatagramEndpoint open(SocketAddress wanted) throws IOException {
    return Datagrams.plainServer(wanted);
  }
}
