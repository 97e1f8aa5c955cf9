package sockproof.reference.net;

import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * One datagram as it was received.
 *
 * @param payload its bytes, cut where the buffer was smaller
 * @param source who sent it
 * @param destination which of this machine's addresses it was sent to, where the socket knows
 * @param fragmented whether it came in several IP fragments, where the socket was told to look
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
public record ReceivedDatagram(
    byte[] payload, SocketAddress source, Optional<InetAddress> destination, boolean fragmented) {
  /** A datagram of which only payload and source are known. */
  public ReceivedDatagram(byte[] payload, SocketAddress source) {
    this(payload, source, Optional.empty(), false);
  }
}
