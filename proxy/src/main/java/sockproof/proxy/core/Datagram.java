package sockproof.proxy.core;

import java.util.List;

/**
 * One datagram on its way to the receiver.
 *
 * @param payload the bytes, possibly none
 * @param source whom the receiver sees as the sender
 * @param fragments how it is cut into IP fragments, in the order in which they are sent (those left
 *     out are lost); empty for a datagram that is sent in the ordinary way
 * @param by the names of the faults that shaped it so far, for the trace
 * @param sinceNanos when it arrived; {@link Segment#UNKNOWN} for one that did not
 */
public record Datagram(
    Bytes payload, Source source, List<IpFragment> fragments, List<String> by, long sinceNanos) {
  /** The largest payload of a UDP datagram over IPv4: 65535 less 20 (IP) and 8 (UDP) bytes. */
  public static final int MAX_PAYLOAD_BYTES = 65_507;

  private static final int OVERHEAD_BYTES = 64;

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

    /** In words, for the trace. */
    default String describe() {
      return switch (this) {
        case Genuine() -> "the genuine address";
        case OtherPort() -> "another port";
        case OtherHost() -> "another host";
        case Both() -> "another host and port";
        case Address(String host, int port) ->
            host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
        case Exact() -> "the exact address of the peer, forged";
      };
    }
  }

  /** The genuine source. */
  public static final Source GENUINE = new Source.Genuine();

  /** A datagram from the genuine source. */
  public static Datagram genuine(Bytes payload) {
    return arrived(payload, Segment.UNKNOWN);
  }

  /** Likewise, of one that arrived at a time. */
  static Datagram arrived(Bytes payload, long nowNanos) {
    return new Datagram(payload, GENUINE, List.of(), List.of(), nowNanos);
  }

  /** What it costs to hold this datagram, in bytes: its length and something for itself. */
  public long cost() {
    return (long) payload.length() + OVERHEAD_BYTES;
  }

  /** The same datagram with another payload. */
  public Datagram withPayload(Bytes other) {
    return new Datagram(other, source, fragments, by, sinceNanos);
  }

  /** The same datagram from another source. */
  public Datagram withSource(Source other) {
    return new Datagram(payload, other, fragments, by, sinceNanos);
  }

  /** The same datagram cut into IP fragments. */
  public Datagram withFragments(List<IpFragment> other) {
    return new Datagram(payload, source, List.copyOf(other), by, sinceNanos);
  }

  /** The same datagram with one more fault named, unless it is named already. */
  Datagram shapedBy(FaultName fault) {
    return by.contains(fault.name())
        ? this
        : new Datagram(payload, source, fragments, fault.addedTo(by), sinceNanos);
  }
}
