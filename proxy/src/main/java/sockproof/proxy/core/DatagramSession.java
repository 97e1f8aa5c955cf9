package sockproof.proxy.core;

import java.util.OptionalLong;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.TraceSink;

/**
 * All datagrams of one client through the relay: both directions, their faults and the timers. Used
 * like {@link StreamConnection}.
 */
public final class DatagramSession {
  private final DatagramPort port;
  private final TraceSink trace;
  private final int sessionNumber;

  /**
   * Prepares a session.
   *
   * @param plan the faults, in order
   * @param seed the seed of every random draw
   * @param sessionNumber the number of the session at this relay, from 1
   * @param port carries out what is decided here
   * @param trace told of every event of this session
   */
  public DatagramSession(
      Plan plan, long seed, int sessionNumber, DatagramPort port, TraceSink trace) {
    this.sessionNumber = sessionNumber;
    this.port = port;
    this.trace = trace;
  }

  /** The client's first datagram is about to be given to {@link #arrived}. Exactly once. */
  public void opened(long nowNanos) {
    trace.record(
        new TraceEvent(
            0, nowNanos, sessionNumber, null, TraceEvent.Kind.OPENED, Bytes.empty(), ""));
  }

  /** A datagram came from the sender of a direction; its payload may be empty. */
  public void arrived(Direction direction, Bytes payload, long nowNanos) {
    port.send(direction, Datagram.genuine(payload));
  }

  /** Fires the timers that are due. */
  public void advance(long nowNanos) {}

  /** When {@link #advance} is to be called next, if at all. May be in the past. */
  public OptionalLong nextWakeNanos() {
    return OptionalLong.empty();
  }
}
