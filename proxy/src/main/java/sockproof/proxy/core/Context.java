package sockproof.proxy.core;

import java.util.random.RandomGenerator;

/**
 * What a fault may know and do while it handles one event.
 *
 * @param <A> the kind of action: {@link StreamAction} or {@link DatagramAction}
 */
public interface Context<A> {
  /** Nanoseconds since the relay started; never goes back. */
  long nowNanos();

  /** This fault's own generator, split by (seed, connection, direction, fault). */
  RandomGenerator random();

  /** Carries out an action, in the order of the calls. */
  void act(A action);
}
