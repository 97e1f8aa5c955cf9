package sockproof.proxy.core;

import java.util.OptionalLong;
import sockproof.proxy.core.hold.HoldCommand;
import sockproof.proxy.core.hold.HoldException;
import sockproof.proxy.core.hold.StreamHold;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.trace.TraceEvent.Kind;
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
  private final Timers timers = new Timers();
  private final Tracer tracer;
  private final ConnectionEnd end = new ConnectionEnd();
  private final StreamLane toServer;
  private final StreamLane toClient;
  private boolean finished;

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
    this(plan, framing, seed, connectionNumber, port, trace, false);
  }

  /**
   * Prepares a connection that may be held.
   *
   * @param held whether {@link #apply} is to release by hand what has passed the faults
   */
  public StreamConnection(
      Plan plan,
      Framing framing,
      long seed,
      int connectionNumber,
      StreamPort port,
      TraceSink trace,
      boolean held) {
    tracer = new Tracer(trace, connectionNumber, timers);
    toServer = new StreamLane(Direction.TO_SERVER, plan, framing, seed, port, tracer, end, held);
    toClient = new StreamLane(Direction.TO_CLIENT, plan, framing, seed, port, tracer, end, held);
  }

  /** Both sides are connected. First call, exactly once. */
  public void opened(long nowNanos) {
    timers.advance(nowNanos);
    tracer.record(null, Kind.OPENED);
    toServer.opened();
    toClient.opened();
    settle();
  }

  /**
   * So many bytes have passed in each direction before this connection was told of any, so that
   * stream offsets count them. Only before {@link #opened}, with an empty plan and no framing.
   */
  public void goesOnAt(long bytesToServer, long bytesToClient) {
    toServer.goOnAt(bytesToServer);
    toClient.goOnAt(bytesToClient);
  }

  /** Bytes came from the sender of a direction; they must not be empty. */
  public void arrived(Direction direction, Bytes bytes, long nowNanos) {
    timers.advance(nowNanos);
    if (!finished) {
      lane(direction).arrived(bytes);
    }
    settle();
  }

  /** The sender of a direction closed it; nothing more arrives. */
  public void fin(Direction direction, long nowNanos) {
    timers.advance(nowNanos);
    if (!finished) {
      lane(direction).ended(StreamAction.Close.How.FIN);
    }
    settle();
  }

  /** The sender of a direction reset the connection, or it was found to be gone when written to. */
  public void reset(Direction direction, long nowNanos) {
    timers.advance(nowNanos);
    if (!finished) {
      lane(direction.opposite()).abandon("the receiver reset the connection");
      lane(direction).ended(StreamAction.Close.How.RESET);
    }
    settle();
  }

  /** The answer to {@link StreamPort#awaitRead}: the receiver has read all that was sent to it. */
  public void readByPeer(Direction direction, long nowNanos) {
    timers.advance(nowNanos);
    if (!finished) {
      lane(direction).readByPeer();
    }
    settle();
  }

  /**
   * The other answer to {@link StreamPort#awaitRead}: the receiver is gone, unknown, or leaves what
   * it got unread, so that nothing will be told; what waits for it may go.
   */
  public void goOnUnread(Direction direction, long nowNanos) {
    timers.advance(nowNanos);
    if (!finished) {
      lane(direction).goOnUnread();
    }
    settle();
  }

  /**
   * Carries out what a user does by hand to a direction of a connection that is held.
   *
   * @throws HoldException when that makes no sense as things stand; nothing has happened then
   */
  public void apply(Direction direction, HoldCommand command, long nowNanos) {
    timers.advance(nowNanos);
    if (finished) {
      throw new HoldException("the connection is over");
    }
    hold(direction).apply(command);
    settle();
  }

  /** What is held in a direction of a connection that is held, to be looked at. */
  public StreamHold hold(Direction direction) {
    StreamHold hold = lane(direction).hold();
    if (hold == null) {
      throw new IllegalStateException("this connection is not held");
    }
    return hold;
  }

  /**
   * The plan is another one from now on. A fault that both plans have, under the same name, with
   * the same settings and in the same order, goes on with what it holds; one that is not in the new
   * plan hands on all that it holds; a new one begins with the next byte. An end that was delivered
   * stays.
   */
  public void reconfigure(Plan plan, long nowNanos) {
    timers.advance(nowNanos);
    if (!finished) {
      tracer.record(null, Kind.PLAN_CHANGED, Bytes.empty(), plan.labels());
      toServer.reconfigure(plan);
      toClient.reconfigure(plan);
    }
    settle();
  }

  /** Fires the timers that are due. */
  public void advance(long nowNanos) {
    timers.advance(nowNanos);
    settle();
  }

  /** When {@link #advance} is to be called next, if at all. May be in the past. */
  public OptionalLong nextWakeNanos() {
    return timers.next();
  }

  /**
   * True once nothing more can come of this connection: both directions ended, or it was reset. All
   * calls but {@link #isFinished} do nothing from then on.
   */
  public boolean isFinished() {
    return finished;
  }

  private StreamLane lane(Direction direction) {
    return direction == Direction.TO_SERVER ? toServer : toClient;
  }

  private void settle() {
    if (finished) {
      return;
    }
    if (end.isReset()) {
      toServer.abandon("the connection was reset");
      toClient.abandon("the connection was reset");
    }
    if (end.isClosed()) {
      toServer.hangUp("the other direction closed the connection");
      toClient.hangUp("the other direction closed the connection");
    }
    toServer.settle();
    toClient.settle();
    if (end.isReset() || (toServer.isFinished() && toClient.isFinished())) {
      finished = true;
      timers.clear();
      tracer.record(null, Kind.CLOSED);
    }
  }
}
