package sockproof.proxy.core;

/** What a fault can ask for. Effects are data: the edge carries them out and decides nothing. */
public sealed interface StreamAction {
  /** Hands a segment on, to the next fault or to the receiver. Order is kept. */
  record Deliver(Segment segment) implements StreamAction {}

  /** Says that bytes were thrown away; for the trace only. */
  record Discard(Bytes bytes) implements StreamAction {}

  /**
   * Ends this direction after everything delivered before it.
   *
   * @param how FIN (half-close) or RST; RST ends both directions
   * @param gated true to wait until the receiver has read all that was sent, so that the end and
   *     the last bytes cannot meet
   */
  record Close(How how, boolean gated) implements StreamAction {
    /** The two ways in which a stream direction ends. */
    public enum How {
      FIN,
      RESET
    }
  }

  /** Stops reading from the sender of this direction, so that its window fills. */
  record Pause() implements StreamAction {}

  /** Undoes one {@link Pause}. */
  record Resume() implements StreamAction {}

  /**
   * Asks for {@link StreamEvent.Woken} with the token at a time in nanoseconds. Not before now;
   * equal times fire in the order asked for.
   */
  record WakeAt(long timeNanos, int token) implements StreamAction {}
}
