package sockproof.reference.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * A UDP or Unix datagram socket. One thread receives and one, the same or another, sends; any
 * thread may close it, which ends their waits, as an interrupt does.
 */
public interface DatagramEndpoint extends Closeable {
  /** The largest payload of a UDP datagram over IPv4: 65,535 less 8 and 20 bytes of headers. */
  int MAX_PAYLOAD_BYTES = 65_507;

  /** A buffer that holds any datagram whole. */
  int WHOLE_DATAGRAM_BYTES = 65_536;

  /**
   * Receives one datagram; empty at the deadline.
   *
   * @param bufferBytes what is longer than this is cut, as recv() does it
   * @throws PortUnreachableException on a connected socket, where nobody is at the other port
   */
  Optional<ReceivedDatagram> receive(int bufferBytes, Deadline deadline) throws IOException;

  /**
   * Sends one datagram.
   *
   * @param from the address of this machine to send it from, where the socket can choose
   * @throws PortUnreachableException where nobody is there, as far as this socket can know
   * @throws DeadlineException where the kernel did not take it in time
   */
  void send(byte[] payload, SocketAddress to, Optional<InetAddress> from, Deadline deadline)
      throws IOException;

  /** Sends one datagram from whichever address the system chooses. */
  default void send(byte[] payload, SocketAddress to, Deadline deadline) throws IOException {
    send(payload, to, Optional.empty(), deadline);
  }

  /** The address that it is bound to. */
  SocketAddress local();
}
