package sockproof.proxy.core;

import java.util.OptionalLong;
import sockproof.proxy.core.hold.DatagramHold;
import sockproof.proxy.core.hold.HoldCommand;
import sockproof.proxy.core.hold.HoldException;
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
    this(plan, seed, sessionNumber, port, trace, false);
  }

  /**
   * Prepares a session that may be held.
   *
   * @param held whether {@link #apply} is to release by hand what has passed the faults
   */
  public DatagramSession(
      Plan plan, long seed, int sessionNumber, DatagramPort port, TraceSink trace, boolean held) {
    this.tracer = new Tracer(trace, sessionNumber, timers);
    this.toServer = new DatagramLane(Direction.TO_SERVER, plan, seed, port, tracer, held);
    this.toClient = new DatagramLane(Direction.TO_CLIENT, plan, seed, port, tracer, held);
  }

  /** The client's first datagram is about to be given to {@link #arrived}. Exactly once. */
  public void opened(long nowNanos) {
    timers.advance(nowNanos);
    tracer.record(null, Kind.OPENED);
    toServer.opened();
    toClient.opened();
    timers.advance(nowNanos);
  }

  /**
   * So many datagrams have passed in each direction before this session was told of any, so that
   * their numbers count them. Only before {@link #opened}, with an empty plan.
   */
  public void goesOnAt(long datagramsToServer, long datagramsToClient) {
    toServer.goOnAt(datagramsToServer);
    toClient.goOnAt(datagramsToClient);
  }

  /** A datagram came from the sender of a direction; its payload may be empty. */
  public void arrived(Direction direction, Bytes payload, long nowNanos) {
    timers.advance(nowNanos);
    lane(direction).arrived(payload);
  }

  /**
   * Carries out what a user does by hand to a direction of a session that is held.
   *
   * @throws HoldException when that makes no sense as things stand; nothing has happened then
   */
  public void apply(Direction direction, HoldCommand command, long nowNanos) {
    timers.advance(nowNanos);
    hold(direction).apply(command);
  }

  /** What is held in a direction of a session that is held, to be looked at. */
  public DatagramHold hold(Direction direction) {
    DatagramHold hold = lane(direction).hold();
    if (hold == null) {
      throw new IllegalStateException("this session is not held");
    }
    return hold;
  }

  private DatagramLane lane(Direction direction) {
    return direction == Direction.TO_SERVER ? toServer : toClient;
  }

  /**
   * The plan is another one from now on. A fault that both plans have, under the same name and with
   * the same settings, goes on with what it holds; one that is not in the new plan hands on all
   * that it holds; a new one begins with the next datagram.
   */
  public void reconfigure(Plan plan, long nowNanos) {
    timers.advance(nowNanos);
    tracer.record(null, Kind.PLAN_CHANGED, Bytes.empty(), plan.labels());
    toServer.reconfigure(plan);
    toClient.reconfigure(plan);
    timers.advance(nowNanos);
  }

  /** Fires the timers that are due. */
  public void advance(long nowNanos) {
    timers.advance(nowNanos);
  }

  /** Whether a datagram is kept back that is going to be delivered at some time. */
  public boolean isWaiting() {
    return toServer.isWaiting() || toClient.isWaiting();
  }

  /** When {@link #advance} is to be called next, if at all. May be in the past. */
  public OptionalLong nextWakeNanos() {
    return timers.next();
  }
}
