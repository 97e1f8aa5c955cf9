package sockproof.proxy.core;

/** Takes what a stage of one direction hands on: the next stage, or the port. */
interface DatagramFlow {
  /** Takes a datagram. */
  void datagram(Datagram datagram);

  /** How many datagrams have come here so far. */
  long number();
}
