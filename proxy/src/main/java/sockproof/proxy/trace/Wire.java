package sockproof.proxy.trace;

import sockproof.proxy.kernel.SocketName;

/**
 * One side of a connection or session, once its socket has both its addresses. The server's side of
 * a session is told again when the server moves.
 *
 * @param connection its number
 * @param stream whether it carries a stream, not datagrams
 * @param side which
 * @param local the relay's own address; that of the listener where it is bound to all
 * @param peer that of the client or the server
 * @param nanos when, on the clock of the events
 * @param zeroEpochNanos the time 0 of that clock, in nanoseconds since 1970
 */
public record Wire(
    int connection,
    boolean stream,
    Side side,
    SocketName local,
    SocketName peer,
    long nanos,
    long zeroEpochNanos)
    implements TraceDetail {
  /** Whom the relay talks to. */
  public enum Side {
    CLIENT,
    SERVER
  }
}
