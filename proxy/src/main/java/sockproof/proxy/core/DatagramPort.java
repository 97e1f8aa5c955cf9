package sockproof.proxy.core;

/** What the core asks of the edge for one datagram session. */
public interface DatagramPort {
  /** Sends one datagram to the receiver of a direction, from the source that it names. */
  void send(Direction direction, Datagram datagram);
}
