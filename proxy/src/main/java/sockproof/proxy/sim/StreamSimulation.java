package sockproof.proxy.sim;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.StreamAction.Close.How;
import sockproof.proxy.core.StreamConnection;
import sockproof.proxy.core.StreamPort;
import sockproof.proxy.core.Timers;
import sockproof.proxy.plan.Opening;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.TraceEvent;

/**
 * One stream connection through a relay that has no sockets: senders follow a script, receivers
 * read as told, and time passes from event to event. A sender whose direction is paused waits.
 */
public final class StreamSimulation implements StreamPort {
  private record Line(SimulatedSender sender, SimulatedReceiver receiver) {}

  private final Timers clock = new Timers();
  private final History history = new History();
  private final StreamConnection connection;
  private final Line toServer;
  private final Line toClient;
  private final Map<Direction, How> ends = new EnumMap<>(Direction.class);
  private final Opening opening;
  private final int connectionNumber;

  /**
   * Prepares a connection.
   *
   * @param readers how the receiver of each direction reads; at once where nothing is said
   */
  public StreamSimulation(
      Plan plan, Framing framing, long seed, int connectionNumber, Map<Direction, Reader> readers) {
    this.connectionNumber = connectionNumber;
    this.connection = new StreamConnection(plan, framing, seed, connectionNumber, this, history);
    this.opening = plan.opening(seed, connectionNumber);
    this.toServer = line(Direction.TO_SERVER, readers);
    this.toClient = line(Direction.TO_CLIENT, readers);
  }

  /** Runs a script over one connection, number 1, whose receivers read at once. */
  public static StreamOutcome run(Plan plan, Framing framing, long seed, List<StreamStep> steps) {
    return new StreamSimulation(plan, framing, seed, 1, Map.of()).run(steps, Long.MAX_VALUE);
  }

  private Line line(Direction direction, Map<Direction, Reader> readers) {
    return new Line(
        new SimulatedSender(clock, this::sent),
        new SimulatedReceiver(
            readers.getOrDefault(direction, Reader.AT_ONCE),
            clock,
            () -> connection.readByPeer(direction, clock.nowNanos())));
  }

  /**
   * Runs a script. To be called once.
   *
   * @param steps what the senders do; those of one direction in order of time
   * @param untilNanos when to stop at the latest; it stops sooner when nothing can happen any more
   */
  public StreamOutcome run(List<StreamStep> steps, long untilNanos) {
    clock.at(opening.delayNanos(), this::open);
    if (!opening.refuse()) {
      for (StreamStep step : steps) {
        long time = Math.max(step.atNanos(), opening.delayNanos());
        clock.at(time, () -> line(step.direction()).sender.take(step));
      }
    }
    for (OptionalLong next = next();
        next.isPresent() && next.getAsLong() <= untilNanos;
        next = next()) {
      clock.advance(next.getAsLong());
      connection.advance(clock.nowNanos());
    }
    return new StreamOutcome(
        history,
        Map.of(
            Direction.TO_SERVER, toServer.receiver.reads(),
            Direction.TO_CLIENT, toClient.receiver.reads()),
        Map.copyOf(ends),
        clock.nowNanos());
  }

  /** Changes the plan at a time of the script; to be called before {@link #run}. */
  public StreamSimulation replan(long atNanos, Plan plan) {
    clock.at(
        Math.max(atNanos, opening.delayNanos()),
        () -> connection.reconfigure(plan, clock.nowNanos()));
    return this;
  }

  private OptionalLong next() {
    return Timers.earlier(clock.next(), connection.nextWakeNanos());
  }

  private void open() {
    if (!opening.refuse()) {
      connection.opened(clock.nowNanos());
      return;
    }
    history.record(
        new TraceEvent(
            0,
            clock.nowNanos(),
            connectionNumber,
            null,
            TraceEvent.Kind.REFUSED,
            Bytes.empty(),
            "slow-open"));
  }

  private void sent(StreamStep step) {
    switch (step) {
      case StreamStep.Send(long at, Direction to, Bytes bytes) ->
          connection.arrived(to, bytes, clock.nowNanos());
      case StreamStep.Fin(long at, Direction to) -> connection.fin(to, clock.nowNanos());
      case StreamStep.Reset(long at, Direction to) -> connection.reset(to, clock.nowNanos());
    }
  }

  private Line line(Direction direction) {
    return direction == Direction.TO_SERVER ? toServer : toClient;
  }

  @Override
  public void send(Direction direction, Bytes bytes) {
    line(direction).receiver.deliver(bytes);
  }

  @Override
  public void awaitRead(Direction direction) {
    line(direction).receiver.awaitRead();
  }

  @Override
  public void close(Direction direction, How how) {
    ends.put(direction, how);
    if (how == How.RESET) {
      ends.put(direction.opposite(), how);
    }
  }

  @Override
  public void pauseReading(Direction direction) {
    line(direction).sender.pause();
  }

  @Override
  public void resumeReading(Direction direction) {
    line(direction).sender.resume();
  }
}
