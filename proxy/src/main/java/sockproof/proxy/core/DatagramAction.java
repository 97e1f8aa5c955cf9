package sockproof.proxy.core;

/** What a datagram fault can ask for. */
public sealed interface DatagramAction {
  /** Hands a datagram on, to the next fault or to the receiver. */
  record Deliver(Datagram datagram) implements DatagramAction {}

  /** Says that a datagram was thrown away; for the trace only. */
  record Discard(Datagram datagram) implements DatagramAction {}

  /** Answers the sender of a datagram with "port unreachable" instead of delivering it. */
  record Unreachable(Datagram datagram) implements DatagramAction {}

  /** Asks for {@link DatagramEvent.Woken} with the token at a time in nanoseconds. */
  record WakeAt(long timeNanos, int token) implements DatagramAction {}
}
