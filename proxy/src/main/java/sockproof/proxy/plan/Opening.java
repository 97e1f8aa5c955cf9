package sockproof.proxy.plan;

/**
 * What a plan does to a connection before it is open.
 *
 * @param delayNanos how long the relay waits after accepting before it connects upstream
 * @param refuse true to reset the connection then, instead of connecting upstream
 */
public record Opening(long delayNanos, boolean refuse) {
  /** No delay, no refusal. */
  public static final Opening AT_ONCE = new Opening(0, false);

  /** Both: the delays add up. */
  Opening and(Opening other) {
    return new Opening(delayNanos + other.delayNanos, refuse || other.refuse);
  }
}
