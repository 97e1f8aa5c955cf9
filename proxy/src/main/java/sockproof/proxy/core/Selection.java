package sockproof.proxy.core;

import java.util.random.RandomGenerator;
import sockproof.proxy.plan.When;

/**
 * Decides what of one direction of one connection a fault is shown: its condition and probability.
 * The draws come from a generator of their own, so that a probability moves no draw of the fault.
 */
final class Selection {
  private final When when;
  private final double probability;
  private final RandomGenerator random;

  Selection(When when, double probability, RandomGenerator random) {
    this.when = when;
    this.probability = probability;
    this.random = random;
  }

  /** Draws once, with the fault's probability. */
  boolean draw() {
    return probability >= 1 || random.nextDouble() < probability;
  }

  /** True if draws can differ from one another. */
  boolean isChancy() {
    return probability < 1;
  }

  When when() {
    return when;
  }

  /** Whether a message or datagram of that number is chosen; draws if it must. */
  boolean choosesMessage(long number, boolean drawEach) {
    return when.includesMessage(number) && (!drawEach || draw());
  }

  /** How many bytes from a stream offset on are all in, or all out of, the chosen range. */
  long runFrom(long offset) {
    if (offset < when.fromByte()) {
      return when.fromByte() - offset;
    }
    return offset < when.toByte() ? when.toByte() - offset : Long.MAX_VALUE;
  }
}
