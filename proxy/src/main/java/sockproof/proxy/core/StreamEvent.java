package sockproof.proxy.core;

/** What can happen to one direction of one stream connection. */
public sealed interface StreamEvent {
  /** The connection is open on both sides. First event, exactly once. */
  record Opened() implements StreamEvent {}

  /** Bytes arrived from the sender, or from the fault before this one. */
  record Arrived(Segment segment) implements StreamEvent {}

  /** The sender closed its direction; nothing more arrives. */
  record Fin() implements StreamEvent {}

  /** The sender reset the connection. */
  record Reset() implements StreamEvent {}

  /** A time asked for with {@link StreamAction.WakeAt} has come. */
  record Woken(int token) implements StreamEvent {}
}
