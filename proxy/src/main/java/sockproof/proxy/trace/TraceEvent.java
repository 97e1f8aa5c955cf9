package sockproof.proxy.trace;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;

/**
 * One line of the history of a relay.
 *
 * @param sequence its place in the history, from 1; 0 until a {@link History} has numbered it
 * @param nanos when, in nanoseconds since the relay started
 * @param connection the number of the connection or datagram session, from 1; 0 for the relay
 * @param direction which way, or null where both are meant
 * @param kind what happened
 * @param bytes the bytes concerned, possibly none
 * @param text more for a reader: the faults that had a hand in it, a source, a reason; may be empty
 * @param by the names of the faults that had a hand in it
 * @param sinceNanos when the oldest of the bytes arrived, of those that are delivered; else as
 *     {@code nanos}
 */
public record TraceEvent(
    long sequence,
    long nanos,
    int connection,
    @Nullable Direction direction,
    Kind kind,
    Bytes bytes,
    String text,
    List<String> by,
    long sinceNanos) {

  /** An event in which no fault had a hand. */
  public TraceEvent(
      long sequence,
      long nanos,
      int connection,
      @Nullable Direction direction,
      Kind kind,
      Bytes bytes,
      String text) {
    this(sequence, nanos, connection, direction, kind, bytes, text, List.of(), nanos);
  }

  /** What can happen. */
  public enum Kind {
    /** A connection, or a datagram session, begins. */
    OPENED,
    /** Bytes came from the sender. */
    RECEIVED,
    /** Bytes were given to the receiver's socket; the text names the faults that shaped them. */
    DELIVERED,
    /** The receiver has read everything that was delivered to it so far. */
    READ_BY_PEER,
    /**
     * The receiver was seen to have read what it got; nothing waited for that. Of UDP datagrams the
     * text gives how many of those that were not read before.
     */
    DRAINED,
    /** Bytes were thrown away by a fault, or because nobody is left to take them. */
    DISCARDED,
    /** A datagram was sent whose source is not the genuine one; the text gives the source. */
    FORGED,
    /** The receiver's kernel did not take the forged datagram before: its socket is connected. */
    FILTERED,
    /** The server answered from another port and is spoken to there from now on. */
    MOVED,
    /** A datagram was answered with "port unreachable". */
    UNREACHABLE,
    FIN_RECEIVED,
    FIN_DELIVERED,
    RESET_RECEIVED,
    RESET_DELIVERED,
    /** The relay stopped reading from the sender. */
    PAUSED,
    /** The relay reads from the sender again. */
    RESUMED,
    /** The faults are others from now on; the text names them. */
    PLAN_CHANGED,
    /** A connection was refused by a fault. */
    REFUSED,
    /** The kernel could not say what has been read; a fixed time took the place of lockstep. */
    PACED_BY_TIME,
    /** Something went wrong at a socket; the text says what. */
    ERROR,
    /** The connection is over in both directions. */
    CLOSED
  }

  /** The same event with its place in a history. */
  TraceEvent numbered(long number) {
    return new TraceEvent(number, nanos, connection, direction, kind, bytes, text, by, sinceNanos);
  }

  /** One line of a transcript, without the sequence number. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(80);
    line.append(String.format(Locale.ROOT, "%12.6f ms", nanos / 1e6));
    line.append("  #").append(connection).append(' ');
    line.append(
        direction == null
            ? "both     "
            : direction == Direction.TO_SERVER ? "to server" : "to client");
    line.append("  ").append(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    if (!bytes.isEmpty()) {
      line.append(' ').append(bytes.length()).append(' ').append(bytes);
    }
    if (!text.isEmpty()) {
      line.append("  (").append(text).append(')');
    }
    return line.toString();
  }
}
