package sockproof.proxy.core;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a stream fault can ask for. Effects are data: the edge carries them out, deciding nothing.
 */
public sealed interface StreamAction {
  /** Hands a segment on, to the next fault or to the receiver. Order is kept. */
  record Deliver(Segment segment) implements StreamAction {}

  /** Says that bytes were thrown away; for the trace only. */
  record Discard(Bytes bytes) implements StreamAction {}

  /**
   * Ends this direction after everything delivered before it. The fault gets no further event, and
   * what still arrives is thrown away.
   *
   * @param how FIN (half-close) or RST; RST ends both directions
   * @param gated true to wait until the receiver has read all that was sent, so that the end and
   *     the last bytes cannot meet
   * @param by the names of the faults that caused or shaped it, for the trace
   */
  record Close(How how, boolean gated, List<String> by) implements StreamAction {
    /** The two ways in which a stream direction ends. */
    public enum How {
      FIN,
      RESET
    }

    /** An end that follows the last bytes at once, as the sender's own does. */
    public static Close plain(How how) {
      return new Close(how, false, List.of());
    }

    /** An end that comes when the receiver has read the last bytes. */
    public static Close gated(How how) {
      return new Close(how, true, List.of());
    }

    Close shapedBy(String fault) {
      return by.contains(fault)
          ? this
          : new Close(how, gated, Stream.concat(by.stream(), Stream.of(fault)).toList());
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
