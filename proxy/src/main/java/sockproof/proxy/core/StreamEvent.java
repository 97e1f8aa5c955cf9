package sockproof.proxy.core;

/** What can happen to a fault on one direction of one stream connection. */
public sealed interface StreamEvent {
  /**
   * The fault begins: the connection is open on both sides and the fault's condition holds for the
   * first time. First event, exactly once.
   */
  record Opened() implements StreamEvent {}

  /**
   * Bytes arrived from the sender, or from the fault before this one.
   *
   * @param segment the bytes; for a fault that works on messages they never span two
   * @param messageOffset where the first of them stands in its message, from 0; in the whole stream
   *     when no framing is known
   * @param endsMessage true if the last of them ends a message; never without a framing, and never
   *     for {@link Framing.Eof}, whose one message ends with {@link Ended}
   */
  record Arrived(Segment segment, long messageOffset, boolean endsMessage) implements StreamEvent {}

  /**
   * Bytes that the fault's condition excludes are about to go past, or its time is over. What waits
   * here for more input is handed on now, and what was done to the sender is undone. It may be
   * followed by {@link Arrived}.
   */
  record Passed() implements StreamEvent {}

  /**
   * The sender, or the fault before this one, ended the direction; nothing more arrives, except
   * that RST may follow FIN. A fault that lets it pass carries out {@code close} as it is.
   */
  record Ended(StreamAction.Close close) implements StreamEvent {}

  /**
   * The fault is taken out of the plan while the connection is open. Last event. All that waits
   * here, bytes and ends, is handed on now, and what was done to the sender is undone; nothing may
   * be left.
   */
  record Removed() implements StreamEvent {}

  /** A time asked for with {@link StreamAction.WakeAt} has come. */
  record Woken(int token) implements StreamEvent {}
}
