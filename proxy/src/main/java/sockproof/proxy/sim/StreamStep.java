package sockproof.proxy.sim;

import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;

/** What a simulated sender does. */
public sealed interface StreamStep {
  /** When, in nanoseconds since the connection came. */
  long atNanos();

  /** Which way its bytes travel. */
  Direction direction();

  /** Sends bytes, which the relay reads in one piece. */
  record Send(long atNanos, Direction direction, Bytes bytes) implements StreamStep {}

  /** Closes its direction. */
  record Fin(long atNanos, Direction direction) implements StreamStep {}

  /** Resets the connection. */
  record Reset(long atNanos, Direction direction) implements StreamStep {}
}
