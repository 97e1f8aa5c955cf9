package sockproof.reference.net;

/** The kinds of socket that the service is offered on. */
public enum Transport {
  /** TCP over IPv4 or IPv6. */
  TCP,
  /** UDP over IPv4 or IPv6. */
  UDP,
  /** Unix stream sockets. */
  UNIX,
  /** Unix datagram sockets. */
  UNIX_DATAGRAM;

  /** Whether it carries a stream of bytes, so that messages need a framing. */
  public boolean isStream() {
    return this == TCP || this == UNIX;
  }
}
