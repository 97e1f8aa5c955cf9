package sockproof.reference.peer;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import sockproof.reference.net.DatagramEndpoint;
import sockproof.reference.net.Datagrams;
import sockproof.reference.net.Deadline;
import sockproof.reference.net.ReceivedDatagram;

/**
 * A datagram client that a harness drives step by step against a server under test. It takes
 * datagrams from anyone and tells who sent them. No step waits longer than it is told.
 */
public final class UppercaseDatagramClient implements Closeable {
  private final DatagramEndpoint socket;
  private final SocketAddress server;

  private UppercaseDatagramClient(DatagramEndpoint socket, SocketAddress server) {
    this.socket = socket;
    this.server = server;
  }

  /** Opens a socket for a server's address, at a port or path of its own. */
  public static UppercaseDatagramClient open(SocketAddress server) throws IOException {
    return new UppercaseDatagramClient(Datagrams.client(server), server);
  }

  /** The address of this side. */
  public SocketAddress local() {
    return socket.local();
  }

  /**
   * Sends one datagram.
   *
   * @throws java.net.PortUnreachableException where nobody is there, as far as this socket can know
   */
  public void send(byte[] payload, Duration timeout) throws IOException {
    socket.send(payload, server, Deadline.after(timeout));
  }

  /** The next datagram, whole, from whoever sent it; empty when none came in time. */
  public Optional<ReceivedDatagram> receive(Duration timeout) throws IOException {
    return socket.receive(DatagramEndpoint.WHOLE_DATAGRAM_BYTES, Deadline.after(timeout));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
