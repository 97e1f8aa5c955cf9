package sockproof.proxy.core;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Makes the generators. Each depends on the seed, the connection, the direction and the fault's own
 * name alone, so that a fault more or less in a plan moves nobody else's draws.
 */
public final class RandomSplit {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private RandomSplit() {}

  /**
   * A generator of its own for one purpose.
   *
   * @param key the fault's name and its number among faults of that name, and what is drawn
   */
  public static RandomGenerator generator(
      long seed, int connection, Direction direction, String key) {
    long state = mix(seed + GOLDEN);
    state = mix(state ^ (connection + GOLDEN));
    state = mix(state ^ (direction == Direction.TO_SERVER ? 1 : 2));
    for (int i = 0; i < key.length(); i++) {
      state = mix(state ^ key.charAt(i)) + GOLDEN;
    }
    return new SplittableRandom(state);
  }

  /** The finalizer of MurmurHash3, with the constants of David Stafford's variant 13. */
  private static long mix(long value) {
    long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
