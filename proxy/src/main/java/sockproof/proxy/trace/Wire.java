package sockproof.proxy.trace;

import sockproof.proxy.kernel.SocketName;

/**
 * One side of a connection or session, once its socket has both its addresses.
 *
 * @param connection its number
 * @param side which
 * @param local the relay's own address
 * @param peer that of the client or the server
 * @param nanos when, on the clock of the events
 * @param zeroEpochNanos the time 0 of that clock, in nanoseconds since 1970
 */
public record Wire(
    int connection, Side side, SocketName local, SocketName peer, long nanos, long zeroEpochNanos) {
  /** Whom the relay talks to. */
  public enum Side {
    CLIENT,
    SERVER
  }
}
