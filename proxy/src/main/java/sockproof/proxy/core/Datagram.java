package sockproof.proxy.core;

/**
 * One datagram on its way to the receiver.
 *
 * @param payload the bytes, possibly none
 * @param source whom the receiver sees as the sender
 */
public record Datagram(Bytes payload, Source source) {
  /** Whom a datagram appears to come from. */
  public sealed interface Source {
    /** The address that the receiver talks to: the relay's own. */
    record Genuine() implements Source {}

    /** The same host, another port (for Unix datagram sockets: another path). */
    record OtherPort() implements Source {}

    /** Another host, the same port. */
    record OtherHost() implements Source {}

    /** Another host and another port. */
    record Both() implements Source {}

    /** A given address; a local one is bound, another needs a raw socket. */
    record Address(String host, int port) implements Source {}

    /** The exact address of the genuine peer, by a raw socket. */
    record Exact() implements Source {}
  }

  /** The genuine source. */
  public static final Source GENUINE = new Source.Genuine();

  /** A datagram from the genuine source. */
  public static Datagram genuine(Bytes payload) {
    return new Datagram(payload, GENUINE);
  }
}
