package sockproof.proxy.core;

/** What can happen to a fault on one direction of one datagram session (one client's datagrams). */
public sealed interface DatagramEvent {
  /** The session's first datagram is about to arrive. First event, exactly once. */
  record Opened() implements DatagramEvent {}

  /** A datagram arrived from the sender, or from the fault before this one. */
  record Arrived(Datagram datagram) implements DatagramEvent {}

  /** A datagram that the fault's condition excludes has just gone past. */
  record Passed() implements DatagramEvent {}

  /**
   * The fault is taken out of the plan while the session is open. Last event. All datagrams that
   * wait here are handed on now.
   */
  record Removed() implements DatagramEvent {}

  /** A time asked for with {@link DatagramAction.WakeAt} has come. */
  record Woken(int token) implements DatagramEvent {}
}
