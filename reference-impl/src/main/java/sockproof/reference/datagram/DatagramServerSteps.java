package sockproof.reference.datagram;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import sockproof.reference.message.MessageException;
import sockproof.reference.net.DatagramEndpoint;
import sockproof.reference.net.Datagrams;
import sockproof.reference.net.ReceivedDatagram;

/**
 * The steps of a datagram server, each done correctly here. A mutant overrides the one step that
 * its bug is in. One object serves one server.
 */
public class DatagramServerSteps {
  /** The server's socket. */
  public DatagramEndpoint open(SocketAddress wanted) throws IOException {
    return Datagrams.server(wanted);
  }

  /** The size of the receive buffer; anything longer is cut. */
  public int bufferBytes() {
    return DatagramEndpoint.WHOLE_DATAGRAM_BYTES;
  }

  /** The requests to answer next, each with the address that the answer goes to. */
  public List<ReceivedDatagram> gather(ReceivedDatagram request, DatagramEndpoint socket)
      throws IOException {
    return List.of(request);
  }

  /** An empty datagram came, which is a datagram like any other and no end of anything. */
  public void empty() {}

  /** A request breaks the rules; the error reply is sent afterwards. */
  public void refused(MessageException why) {}

  /** Whether answers that equal their request are limited, see {@link EchoLimit}. */
  public boolean limitsEchoes() {
    return true;
  }
}
