package sockproof.proxy.core;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A run of stream bytes on its way to the receiver.
 *
 * @param bytes what is delivered; never empty
 * @param gate how this run is kept apart from its neighbours
 * @param by the names of the faults that shaped it so far, for the trace
 * @param sinceNanos when the oldest of the bytes arrived; {@link #UNKNOWN} for bytes of a fault
 */
public record Segment(Bytes bytes, Gate gate, List<String> by, long sinceNanos) {
  /** How a segment is kept apart from what comes before and after it; later ones are stricter. */
  public enum Gate {
    /** It may be merged with neighbours by the kernel; it costs nothing. */
    NONE,
    /** It is written by a send of its own, so that it leaves as its own TCP segment. */
    OWN_SEND,
    /**
     * It is sent only when the receiver has read everything sent before it out of its kernel
     * buffer, and nothing follows before it has been read itself.
     */
    LOCKSTEP;

    /** The stricter of two gates. */
    public Gate and(Gate other) {
      return compareTo(other) >= 0 ? this : other;
    }
  }

  /** The time of arrival of what never arrived. */
  public static final long UNKNOWN = Long.MAX_VALUE;

  /** A run that may be merged with its neighbours. */
  public static Segment plain(Bytes bytes) {
    return arrived(bytes, UNKNOWN);
  }

  /** Likewise, of bytes that arrived at a time. */
  static Segment arrived(Bytes bytes, long nowNanos) {
    return new Segment(bytes, Gate.NONE, List.of(), nowNanos);
  }

  /** What holding a segment costs beside its bytes, so that many small ones are bounded too. */
  private static final int OVERHEAD_BYTES = 64;

  /**
   * Several segments as one, with the strictest of their gates and all of their names.
   *
   * @param segments at least one, in order
   */
  public static Segment join(List<Segment> segments) {
    Segment first = segments.getFirst();
    if (segments.size() == 1) {
      return first;
    }
    Gate gate = Gate.NONE;
    Set<String> by = new LinkedHashSet<>();
    long since = UNKNOWN;
    for (Segment segment : segments) {
      gate = gate.and(segment.gate);
      by.addAll(segment.by);
      since = Math.min(since, segment.sinceNanos);
    }
    return new Segment(
        Bytes.concat(segments.stream().map(Segment::bytes).toList()), gate, List.copyOf(by), since);
  }

  /** The number of bytes. */
  public int length() {
    return bytes.length();
  }

  /** What it costs to hold this segment, in bytes: its length and something for itself. */
  public long cost() {
    return (long) bytes.length() + OVERHEAD_BYTES;
  }

  /**
   * A part of this segment with the same gate and names; this segment itself if it is all of it.
   */
  public Segment slice(int from, int to) {
    return from == 0 && to == bytes.length() ? this : withBytes(bytes.slice(from, to));
  }

  /** The same gate and names around other bytes. */
  public Segment withBytes(Bytes other) {
    return new Segment(other, gate, by, sinceNanos);
  }

  /** The same bytes and names behind another gate. */
  public Segment withGate(Gate other) {
    return gate == other ? this : new Segment(bytes, other, by, sinceNanos);
  }

  /** The same segment with one more fault named, unless it is named already. */
  Segment shapedBy(FaultName fault) {
    return by.contains(fault.name())
        ? this
        : new Segment(bytes, gate, fault.addedTo(by), sinceNanos);
  }
}
