package sockproof.proxy.core;

import java.util.OptionalLong;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.trace.TraceEvent.Kind;
import sockproof.proxy.trace.TraceSink;

/**
 * All datagrams of one client through the relay: both directions, their faults and the timers. Used
 * like {@link StreamConnection}.
 */
public final class DatagramSession {
  private final Timers timers = new Timers();
  private final Tracer tracer;
  private final DatagramLane toServer;
  private final DatagramLane toClient;

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
    this.tracer = new Tracer(trace, sessionNumber, timers);
    this.toServer = new DatagramLane(Direction.TO_SERVER, plan, seed, port, tracer);
    this.toClient = new DatagramLane(Direction.TO_CLIENT, plan, seed, port, tracer);
  }

  /** The client's first datagram is about to be given to {@link #arrived}. Exactly once. */
  public void opened(long nowNanos) {
    timers.advance(nowNanos);
    tracer.record(null, Kind.OPENED);
    toServer.opened();
    toClient.opened();
    timers.advance(nowNanos);
  }

  /** A datagram came from the sender of a direction; its payload may be empty. */
  public void arrived(Direction direction, Bytes payload, long nowNanos) {
    timers.advance(nowNanos);
    (direction == Direction.TO_SERVER ? toServer : toClient).arrived(payload);
  }

  /** Fires the timers that are due. */
  public void advance(long nowNanos) {
    timers.advance(nowNanos);
  }

  /** When {@link #advance} is to be called next, if at all. May be in the past. */
  public OptionalLong nextWakeNanos() {
    return timers.next();
  }
}
