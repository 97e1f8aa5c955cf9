package sockproof.reference.datagram;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import sockproof.reference.net.DatagramEndpoint;
import sockproof.reference.net.Datagrams;
import sockproof.reference.net.Deadline;
import sockproof.reference.net.ReceivedDatagram;

/**
 * The steps of a datagram client, each done correctly here. A mutant overrides the one step that
 * its bug is in. One object serves one client.
 */
public class DatagramClientSteps {
  /** The socket for the next message, bound to a port of its own. */
  public DatagramEndpoint open(SocketAddress server, Filtering filtering) throws IOException {
    return filtering == Filtering.CONNECTED
        ? Datagrams.connectedClient(server)
        : Datagrams.client(server);
  }

  /**
   * Whether the socket of the last message serves for the next one too. It does not: late replies
   * and duplicates go to the old port, so they are never taken for the next reply (as RFC 5452,
   * section 9.2, has resolvers do).
   */
  public boolean keepsSocket(boolean lastMessageTimedOut) {
    return false;
  }

  /** Called with the socket right before the first message is sent on it. */
  public DatagramEndpoint beforeSending(DatagramEndpoint socket, SocketAddress server)
      throws IOException {
    return socket;
  }

  /** How long to wait after each sending of the same datagram: twice as long each time. */
  public List<Deadline> deadlines(Duration timeout, int retries) {
    long shares = (1L << (retries + 1)) - 1;
    List<Deadline> deadlines = new ArrayList<>();
    for (int attempt = 0; attempt <= retries; attempt++) {
      long sharesSoFar = (1L << (attempt + 1)) - 1;
      deadlines.add(Deadline.after(timeout.multipliedBy(sharesSoFar).dividedBy(shares)));
    }
    return deadlines;
  }

  /** The size of the receive buffer; anything longer is cut. */
  public int bufferBytes() {
    return DatagramEndpoint.WHOLE_DATAGRAM_BYTES;
  }

  /** Whether the datagram is looked at, at all. */
  public boolean takes(ReceivedDatagram datagram) {
    return true;
  }

  /** An empty datagram came; it is no reply and no end of anything. */
  public void empty() throws IOException {}

  /** For {@link Filtering#ADDRESS_MATCH}: whether a datagram from the source can be a reply. */
  public boolean isExpected(SocketAddress source, Set<SocketAddress> pending) {
    return pending.contains(source);
  }

  /** A datagram from somewhere else came; the wait goes on. */
  public void stray(SocketAddress source) throws IOException {}

  /** The server has answered, so nothing more is expected of it. */
  public void answered(SocketAddress source, Set<SocketAddress> pending) {
    pending.remove(source);
  }

  /** ICMP said that nobody is at the port now; the server may yet come up. */
  public void unreachable(PortUnreachableException error) throws IOException {}
}
