package sockproof.proxy.core;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.hold.StreamHold;
import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlannedFault;
import sockproof.proxy.trace.TraceEvent.Kind;

/** One direction of a stream connection: its faults in order, then the egress. */
final class StreamLane {
  /** When holding what waits for time or for the reader costs more, reading pauses. */
  static final long MAX_HELD_BYTES = 1 << 20;

  /** The same where the sender is meant to feel a slow receiver. */
  private static final long NARROW_HELD_BYTES = 64 << 10;

  private final Direction direction;
  private final StreamPort port;
  private final Tracer tracer;
  private final StreamEgress egress;
  private final long maxHeldBytes;
  private final List<StreamStage> stages = new ArrayList<>();
  private final @Nullable HeldStream held;
  private final StreamFlow first;
  private long openedNanos;
  private int pauses;
  private boolean overfull;
  private boolean paused;
  private boolean senderEnded;
  private boolean resetUnderWay;
  private boolean gone;

  StreamLane(
      Direction direction,
      Plan plan,
      Framing framing,
      long seed,
      StreamPort port,
      Tracer tracer,
      ConnectionEnd connection,
      boolean held) {
    this.direction = direction;
    this.port = port;
    this.tracer = tracer;
    boolean narrow = plan.receiveBufferBytes(direction).isPresent();
    this.maxHeldBytes = narrow ? NARROW_HELD_BYTES : MAX_HELD_BYTES;
    this.egress = new StreamEgress(direction, port, tracer, connection);
    List<String> labels = plan.labels();
    this.held = held ? new HeldStream(framing, egress, this) : null;
    StreamFlow next = this.held != null ? this.held : egress;
    for (int i = plan.faults().size() - 1; i >= 0; i--) {
      StreamStage stage = stage(plan.faults().get(i), labels.get(i), framing, seed, next);
      if (stage != null) {
        stages.addFirst(stage);
        next = stage;
      }
    }
    this.first = next;
  }

  private @Nullable StreamStage stage(
      PlannedFault fault, String label, Framing framing, long seed, StreamFlow next) {
    if (!(fault.spec() instanceof FaultSpec.OnStream spec)
        || !fault.to().includes(direction)
        || !fault.when().includesConnection(tracer.connection())) {
      return null;
    }
    Selection selection =
        new Selection(fault.when(), fault.probability(), generator(seed, label + "@chance"));
    boolean framed = !(framing instanceof Framing.None);
    boolean drawEach = framed && spec.worksOnMessages() && selection.isChancy();
    if (!drawEach && !selection.draw()) {
      return null;
    }
    boolean tracked = framed && (spec.worksOnMessages() || fault.when().choosesMessages());
    return new StreamStage(
        label,
        spec.newStreamFault(framing),
        selection,
        drawEach,
        tracked ? new MessageTracker(framing) : null,
        generator(seed, label),
        this,
        next);
  }

  private RandomGenerator generator(long seed, String key) {
    return RandomSplit.generator(seed, tracer.connection(), direction, key);
  }

  void opened() {
    openedNanos = tracer.timers().nowNanos();
    stages.forEach(StreamStage::opened);
  }

  void arrived(Bytes bytes) {
    tracer.record(direction, Kind.RECEIVED, bytes, "");
    if (gone) {
      discarded(bytes, "the receiver is gone");
    } else {
      first.segment(Segment.plain(bytes));
    }
  }

  void ended(StreamAction.Close.How how) {
    boolean isReset = how == StreamAction.Close.How.RESET;
    if (resetUnderWay || (senderEnded && !isReset)) {
      return;
    }
    senderEnded = true;
    resetUnderWay = isReset;
    tracer.record(direction, isReset ? Kind.RESET_RECEIVED : Kind.FIN_RECEIVED);
    if (!gone) {
      first.end(StreamAction.Close.of(how, StreamAction.Close.Order.AFTER_SENT));
    }
  }

  void readByPeer() {
    egress.readByPeer();
  }

  /** What is held in this direction, if anything is meant to be. */
  @Nullable StreamHold hold() {
    return held == null ? null : held.hold();
  }

  /** Nobody is left to take what travels this way. */
  void abandon(String reason) {
    gone = true;
    if (held != null) {
      held.hold().abandon();
    }
    egress.abandon(reason);
  }

  /** Ends an event: sends what was gathered and pauses or resumes the sender. */
  void settle() {
    if (!gone) {
      egress.flush();
    }
    long cost = egress.queuedCost() + (held == null ? 0 : held.hold().cost());
    for (StreamStage stage : stages) {
      cost += stage.delayedCost();
    }
    if (gone || cost < maxHeldBytes / 2) {
      overfull = false;
    } else if (cost > maxHeldBytes) {
      overfull = true;
    }
    boolean pause = overfull || (pauses > 0 && !gone);
    if (pause != paused && !senderEnded) {
      paused = pause;
      tracer.record(direction, pause ? Kind.PAUSED : Kind.RESUMED);
      if (pause) {
        port.pauseReading(direction);
      } else {
        port.resumeReading(direction);
      }
    }
  }

  /** True when nothing more can be sent this way, other than RST from the other direction. */
  boolean isFinished() {
    return gone || (egress.isFinished() && !resetUnderWay);
  }

  void discarded(Bytes bytes, String by) {
    egress.flush(); // the history tells first what was delivered before these bytes
    tracer.record(direction, Kind.DISCARDED, bytes, by);
  }

  void paused(int change) {
    pauses += change;
  }

  Timers timers() {
    return tracer.timers();
  }

  long openedNanos() {
    return openedNanos;
  }
}
