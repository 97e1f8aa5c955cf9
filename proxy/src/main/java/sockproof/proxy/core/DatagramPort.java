package sockproof.proxy.core;

/** What the core asks of the edge for one datagram session. */
public interface DatagramPort {
  /** Sends one datagram to the receiver of a direction, from the source that it names. */
  void send(Direction direction, Datagram datagram);

  /**
   * Tells the sender of a datagram that nobody takes it: ICMP destination unreachable, code 3 (RFC
   * 792). Asked for only by plans that need {@code Capability.PORT_UNREACHABLE}.
   */
  void unreachable(Direction direction, Datagram datagram);

  /** The version of IP that carries the datagrams of a direction, as far as they go by IP. */
  default IpVersion ipVersion(Direction direction) {
    return IpVersion.V4;
  }
}
