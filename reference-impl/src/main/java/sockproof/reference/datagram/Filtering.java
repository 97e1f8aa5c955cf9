package sockproof.reference.datagram;

/** How a datagram client keeps out what its server did not send. */
public enum Filtering {
  /** Not at all: a reply from anyone is taken. */
  NONE,
  /** {@code connect()}: the kernel drops datagrams from other addresses. */
  CONNECTED,
  /** Each source is compared with the servers that have yet to answer. */
  ADDRESS_MATCH
}
