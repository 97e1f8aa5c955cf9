package sockproof.proxy.relay;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.StreamAction;
import sockproof.proxy.core.StreamConnection;
import sockproof.proxy.core.StreamPort;
import sockproof.proxy.kernel.Errno;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.trace.TraceEvent;

/**
 * A connection whose bytes go through the core: tells it what happens at the sockets and carries
 * out what it decides.
 */
final class FaultedBridge extends Carrier implements StreamPort {
  private static final int READS_A_TURN = 16;
  private static final int STEPS_A_TURN = 64;

  /** Faults that read slowly are the smoother the less comes at once. */
  private static final int MAX_READ_BYTES = 64 * 1024;

  private StreamConnection core;
  private @Nullable FaultedLane toServer;
  private @Nullable FaultedLane toClient;
  private final WakeTimer timer;
  private final @Nullable HoldLine hold;
  private boolean resetRequested;
  private boolean settling;

  FaultedBridge(StreamBridge bridge) {
    super(bridge);
    timer = new WakeTimer(context(), loop(), () -> guarded(this::wake));
    core = core(context().plan());
    HoldDesk desk = context().desk();
    hold = desk == null ? null : new HoldLine(desk, loop(), number(), new StreamHand(this, core));
  }

  private StreamConnection core(Plan plan) {
    RelayConfig config = context().config();
    boolean held = context().desk() != null;
    return new StreamConnection(
        plan,
        config.framing(),
        config.seed(),
        number(),
        this,
        meter().and(context().trace()),
        held);
  }

  /**
   * Goes on where two pumps stand, which had no faults so far.
   *
   * @param plan the first faults of this connection
   */
  void takeOver(Pump pumpToServer, Pump pumpToClient, Plan plan) {
    core = core(Plan.empty());
    core.goesOnAt(pumpToServer.receivedBytes(), pumpToClient.receivedBytes());
    toServer = new FaultedLane(this, Direction.TO_SERVER);
    toClient = new FaultedLane(this, Direction.TO_CLIENT);
    core.opened(context().nowNanos());
    sink(Direction.TO_SERVER).askForWritable(false);
    sink(Direction.TO_CLIENT).askForWritable(false);
    toServer.takeOver(pumpToServer);
    toClient.takeOver(pumpToClient);
    for (Direction direction : Direction.values()) {
      if (lane(direction).isFinished()) {
        core.fin(direction, context().nowNanos());
      }
    }
    reconfigure(plan);
  }

  @Override
  void reconfigure(Plan plan) {
    core.reconfigure(plan, context().nowNanos());
    wake();
  }

  @Override
  void opened(boolean upstreamIsReset) {
    sink(Direction.TO_SERVER).askForWritable(false);
    toServer = new FaultedLane(this, Direction.TO_SERVER);
    toClient = new FaultedLane(this, Direction.TO_CLIENT);
    core.opened(context().nowNanos());
    if (hold != null) {
      hold.opened();
    }
    if (upstreamIsReset) {
      toServer.receiverIsGone();
    }
    settle();
    read(Direction.TO_SERVER);
    read(Direction.TO_CLIENT);
  }

  @Override
  void sideReady(EdgeSocket socket, int events) {
    Direction from = from(socket);
    FaultedLane reading = lane(from);
    FaultedLane writing = lane(from.opposite());
    reading.sourceReady();
    writing.sinkReady(events);
    boolean failed = (events & EdgeSocket.ERROR) != 0;
    if (failed && !reading.isReading() && socket.socket().takeError() != 0) {
      // Nobody will meet the error by reading.
      reading.sourceReset();
    }
    settle();
    read(from);
    read(from.opposite());
  }

  /** Reads what there is, as long as nobody asked to stop. */
  private void read(Direction direction) {
    MemorySegment scratch = loop().scratch();
    FaultedLane lane = lane(direction);
    for (int reads = 0; reads < READS_A_TURN; reads++) {
      if (isClosed() || !lane.mayRead()) {
        return;
      }
      int read = source(direction).socket().receive(scratch, MAX_READ_BYTES);
      if (read > 0) {
        core.arrived(direction, copied(scratch, read), context().nowNanos());
      } else if (read == 0) {
        lane.sourceEnded();
        core.fin(direction, context().nowNanos());
        if (source(direction).socket().takeError() != 0) {
          // A reset came behind the FIN, told in the same event; reading tells of the FIN alone.
          lane.sourceReset();
        }
      } else if (Errno.EAGAIN.is(read)) {
        lane.sourceDrained();
      } else if (!Errno.EINTR.is(read)) {
        lane.sourceReset();
      }
      settle();
    }
    after(0, () -> read(direction));
  }

  /** Brings the sockets, the questions and the timer in line with what the core has decided. */
  private void settle() {
    if (settling || isClosed()) {
      return;
    }
    settling = true;
    try {
      int steps = 0;
      while (steps < STEPS_A_TURN && !isClosed() && step()) {
        steps++;
      }
      if (isClosed()) {
        return;
      }
      if (steps == STEPS_A_TURN) {
        after(0, this::settle);
      }
      timer.arm(core.nextWakeNanos());
    } finally {
      settling = false;
    }
    if (hold != null) {
      hold.publish();
    }
  }

  /** Does one thing that may change what there is to do; false when there was nothing. */
  private boolean step() {
    if (resetRequested) {
      end(true);
      return false;
    }
    if (lane(Direction.TO_SERVER).step(core) || lane(Direction.TO_CLIENT).step(core)) {
      return true;
    }
    if (lane(Direction.TO_SERVER).isFinished() && lane(Direction.TO_CLIENT).isFinished()) {
      end(false);
      return false;
    }
    OptionalLong next = core.nextWakeNanos();
    long now = context().nowNanos();
    if (next.isPresent() && next.getAsLong() <= now) {
      core.advance(now);
      return true;
    }
    return false;
  }

  /** Carries out what the core has decided, and reads on. */
  void wake() {
    settle();
    read(Direction.TO_SERVER);
    read(Direction.TO_CLIENT);
  }

  /**
   * The receiver of a direction is gone. What it sent before it went still belongs to the sender.
   */
  void receiverGone(Direction direction) {
    Direction back = direction.opposite();
    MemorySegment scratch = loop().scratch();
    while (lane(back).isReading()) {
      int read = source(back).socket().receive(scratch, scratch.byteSize());
      if (read <= 0) {
        break;
      }
      core.arrived(back, copied(scratch, read), context().nowNanos());
    }
    core.reset(back, context().nowNanos());
  }

  private static Bytes copied(MemorySegment scratch, int size) {
    byte[] bytes = new byte[size];
    MemorySegment.copy(scratch, ValueLayout.JAVA_BYTE, 0, bytes, 0, size);
    return Bytes.of(bytes);
  }

  /** A question has its answer: the receiver of a direction has read everything, or never will. */
  void answered(Direction direction, boolean hasRead) {
    lane(direction).tell(core, hasRead);
    settle();
    read(direction);
    read(direction.opposite());
  }

  @Override
  public void send(Direction direction, Bytes bytes) {
    lane(direction).send(bytes);
  }

  @Override
  public void awaitRead(Direction direction) {
    lane(direction).awaitRead();
  }

  @Override
  public void close(Direction direction, StreamAction.Close.How how) {
    switch (how) {
      case FIN, CLOSE -> lane(direction).fin();
      case RESET -> resetRequested = true;
    }
  }

  @Override
  public void pauseReading(Direction direction) {
    lane(direction).pause(true);
  }

  @Override
  public void resumeReading(Direction direction) {
    lane(direction).pause(false);
    after(0, () -> read(direction));
  }

  private FaultedLane lane(Direction direction) {
    FaultedLane lane = direction == Direction.TO_SERVER ? toServer : toClient;
    if (lane == null) {
      throw new IllegalStateException("the connection is not open yet");
    }
    return lane;
  }

  @Override
  void closing() {
    timer.cancel();
    if (toServer != null && !core.isFinished()) {
      context().record(TraceEvent.Kind.CLOSED, number(), null, "the relay ended it");
    }
    if (toServer != null) {
      toServer.release();
    }
    if (toClient != null) {
      toClient.release();
    }
    if (hold != null) {
      hold.closed();
    }
  }
}
