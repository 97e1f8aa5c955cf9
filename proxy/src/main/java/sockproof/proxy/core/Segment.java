package sockproof.proxy.core;

/**
 * A run of stream bytes on its way to the receiver.
 *
 * @param bytes what is delivered; never empty
 * @param gate how this run is kept apart from its neighbours
 */
public record Segment(Bytes bytes, Gate gate) {
  /** How a segment is kept apart from what comes before and after it. */
  public enum Gate {
    /** It may be merged with neighbours by the kernel; it costs nothing. */
    NONE,
    /** It is written by a send of its own, so that it leaves as its own TCP segment. */
    OWN_SEND,
    /**
     * It is sent only when the receiver has read everything sent before it out of its kernel buffer,
     * and nothing follows before it has been read itself.
     */
    LOCKSTEP
  }

  /** A run that may be merged with its neighbours. */
  public static Segment plain(Bytes bytes) {
    return new Segment(bytes, Gate.NONE);
  }
}
