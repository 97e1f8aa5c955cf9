package sockproof.proxy.core;

/** Takes what a stage of one direction hands on: the next stage, or the port. */
@FunctionalInterface
interface DatagramFlow {
  /** Takes a datagram. */
  void datagram(Datagram datagram);
}
