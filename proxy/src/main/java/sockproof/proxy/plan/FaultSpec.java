package sockproof.proxy.plan;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.DatagramFault;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.IpVersion;
import sockproof.proxy.core.Medium;
import sockproof.proxy.core.StreamFault;

/**
 * The settings of one fault, immutable and equal by value. What the fault does is made anew for
 * each direction of each connection.
 */
public interface FaultSpec {
  /** Its entry in the catalogue. */
  FaultType type();

  /** Its own keys, as they would be read again. */
  Settings settings();

  /** What it needs beyond ordinary sockets. */
  default Set<Capability> needs() {
    return Set.of();
  }

  /** Why these settings make no sense on a medium, or without knowing the framing, if so. */
  default Optional<Objection> objection(Medium medium, Framing framing) {
    return Optional.empty();
  }

  /** What it does to a connection before that is open. */
  default Opening opening() {
    return Opening.AT_ONCE;
  }

  /**
   * The receive buffer, in bytes, that the relay's socket towards the sender shall have, if any.
   */
  default OptionalInt receiveBufferBytes() {
    return OptionalInt.empty();
  }

  /** A fault that works on TCP or Unix streams. */
  interface OnStream extends FaultSpec {
    /** A new instance for one direction of one connection. */
    StreamFault newStreamFault(Framing framing);

    /**
     * True if it works on one message at a time, where a framing is known: it is then shown bytes
     * that never span two messages, and {@code probability} is drawn for each message. Otherwise
     * {@code probability} is drawn once for each direction of each connection.
     */
    default boolean worksOnMessages() {
      return false;
    }
  }

  /** A fault that works on UDP or Unix datagrams. */
  interface OnDatagrams extends FaultSpec {
    /** A new instance for one direction of one session. */
    DatagramFault newDatagramFault();

    /** Likewise, for datagrams that a version of IP carries. */
    default DatagramFault newDatagramFault(IpVersion version) {
      return newDatagramFault();
    }

    /** Why this cannot be had over a version of IP, as one sentence, if so. */
    default Optional<String> objection(IpVersion version) {
      return Optional.empty();
    }

    /**
     * From where it sends beside the genuine address, so that the edge can make sure that it can.
     */
    default Set<Datagram.Source> sources() {
      return Set.of();
    }
  }
}
