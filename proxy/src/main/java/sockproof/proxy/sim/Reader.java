package sockproof.proxy.sim;

/**
 * How a simulated receiver reads.
 *
 * @param delayNanos how long after bytes are there, or after its last read, it calls recv()
 * @param maxBytes the size of its buffer: what one recv() takes at most
 */
public record Reader(long delayNanos, int maxBytes) {
  /** Reads whatever is there at once. */
  public static final Reader AT_ONCE = new Reader(0, Integer.MAX_VALUE);

  /** Never reads. */
  public static final Reader NEVER = new Reader(0, 0);

  /** Reads whatever is there after a while. */
  public static Reader after(long delayNanos) {
    return new Reader(delayNanos, Integer.MAX_VALUE);
  }
}
