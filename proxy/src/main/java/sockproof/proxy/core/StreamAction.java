package sockproof.proxy.core;

import java.util.List;

/**
 * What a stream fault can ask for. Effects are data: the edge carries them out, deciding nothing.
 */
public sealed interface StreamAction {
  /** Hands a segment on, to the next fault or to the receiver. Order is kept. */
  record Deliver(Segment segment) implements StreamAction {}

  /** Says that bytes were thrown away; for the trace only. */
  record Discard(Bytes bytes) implements StreamAction {}

  /**
   * Ends this direction. The fault gets no further event, and what still arrives is thrown away;
   * but a fault that hands on the sender's own FIN at once is still woken, and may yet reset.
   *
   * @param how FIN (half-close), CLOSE or RST; the latter two end both directions
   * @param order how it stands to the bytes before it
   * @param by the names of the faults that caused or shaped it, for the trace
   */
  record Close(How how, Order order, List<String> by) implements StreamAction {
    /** The ways in which a stream direction ends. */
    public enum How {
      FIN,
      /**
       * FIN, and likewise in the other direction, as close(2) sends it; what still travels there is
       * lost.
       */
      CLOSE,
      RESET
    }

    /** How an end stands to the bytes before it. */
    public enum Order {
      /** It follows the last bytes at once, as the sender's own end does. */
      AFTER_SENT,
      /** It waits until the receiver has read all that was sent, so that the two cannot meet. */
      AFTER_READ,
      /** It does not wait for bytes that wait for the receiver; they are lost. */
      OVERTAKING
    }

    /** An end in a certain order. */
    public static Close of(How how, Order order) {
      return new Close(how, order, List.of());
    }

    Close shapedBy(FaultName fault) {
      return by.contains(fault.name()) ? this : new Close(how, order, fault.addedTo(by));
    }
  }

  /** Stops reading from the sender of this direction, so that its window fills. */
  record Pause() implements StreamAction {}

  /** Undoes one {@link Pause}. */
  record Resume() implements StreamAction {}

  /**
   * Asks for {@link StreamEvent.Woken} with the token at a time in nanoseconds, at once if that is
   * past; equal times fire in the order asked for. It cannot be taken back.
   *
   * @param token from 0, chosen by the fault
   */
  record WakeAt(long timeNanos, int token) implements StreamAction {}
}
