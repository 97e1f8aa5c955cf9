package sockproof.proxy.core;

import java.util.OptionalLong;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.TraceSink;

/**
 * One stream connection through the relay: both directions, their faults, the egress gates and the
 * timers. It is told what happened at the sockets and answers through a {@link StreamPort}; it has
 * no clock, socket or thread of its own.
 *
 * <p>Times are nanoseconds since the relay started and never go back. Used by one thread at a time.
 * A port may not call back into the connection from inside a call.
 */
public final class StreamConnection {
  private final StreamPort port;
  private final TraceSink trace;
  private final int connectionNumber;

  /**
   * Prepares a connection.
   *
   * @param plan the faults, in order
   * @param framing how messages are delimited, as far as known
   * @param seed the seed of every random draw
   * @param connectionNumber the number of the connection at this relay, from 1
   * @param port carries out what is decided here
   * @param trace told of every event of this connection
   */
  public StreamConnection(
      Plan plan,
      Framing framing,
      long seed,
      int connectionNumber,
      StreamPort port,
      TraceSink trace) {
    this.connectionNumber = connectionNumber;
    this.port = port;
    this.trace = trace;
  }

  /** Both sides are connected. First call, exactly once. */
  public void opened(long nowNanos) {
    trace.record(
        new TraceEvent(
            0, nowNanos, connectionNumber, null, TraceEvent.Kind.OPENED, Bytes.empty(), ""));
  }

  /** Bytes came from the sender of a direction; they must not be empty. */
  public void arrived(Direction direction, Bytes bytes, long nowNanos) {
    port.send(direction, bytes);
  }

  /** The sender of a direction closed it; nothing more arrives. */
  public void fin(Direction direction, long nowNanos) {
    port.close(direction, StreamAction.Close.How.FIN);
  }

  /** The sender of a direction reset the connection, or it was found to be gone when written to. */
  public void reset(Direction direction, long nowNanos) {
    port.close(direction, StreamAction.Close.How.RESET);
  }

  /** The answer to {@link StreamPort#awaitRead}: the receiver has read all that was sent to it. */
  public void readByPeer(Direction direction, long nowNanos) {}

  /** Fires the timers that are due. */
  public void advance(long nowNanos) {}

  /** When {@link #advance} is to be called next, if at all. May be in the past. */
  public OptionalLong nextWakeNanos() {
    return OptionalLong.empty();
  }

  /** True once nothing more can come of this connection: both directions ended, or it was reset. */
  public boolean isFinished() {
    return false;
  }
}
