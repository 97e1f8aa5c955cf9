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
  private final Framing framing;
  private final long seed;
  private final long maxHeldBytes;
  private final @Nullable HeldStream held;

  /** What stands behind all faults: what is released by hand, or the egress itself. */
  private final StreamFlow exit;

  /** The faults of the plan, in order; without a stage those that do not concern this direction. */
  private List<Slot> slots = List.of();

  private StreamFlow first;
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
    this.framing = framing;
    this.seed = seed;
    boolean narrow = plan.receiveBufferBytes(direction).isPresent();
    this.maxHeldBytes = narrow ? NARROW_HELD_BYTES : MAX_HELD_BYTES;
    MessageTracker messages = framing instanceof Framing.None ? null : new MessageTracker(framing);
    this.egress = new StreamEgress(direction, port, tracer, connection, held ? null : messages);
    this.held = held ? new HeldStream(framing, messages, egress, this) : null;
    this.exit = this.held != null ? this.held : egress;
    this.first = exit;
    List<StreamStage> _ = put(plan, List.of());
  }

  private record Slot(String label, PlannedFault fault, @Nullable StreamStage stage) {
    boolean isOf(String otherLabel, PlannedFault otherFault) {
      return label.equals(otherLabel) && fault.equals(otherFault);
    }
  }

  /**
   * Puts the faults of a plan in a row, those that are kept with what they hold.
   *
   * @return the stages that are new
   */
  private List<StreamStage> put(Plan plan, List<Slot> kept) {
    List<String> labels = plan.labels();
    List<Slot> row = new ArrayList<>();
    List<StreamStage> added = new ArrayList<>();
    StreamFlow next = exit;
    int keptLeft = kept.size();
    for (int i = plan.faults().size() - 1; i >= 0; i--) {
      PlannedFault fault = plan.faults().get(i);
      Slot slot;
      if (keptLeft > 0 && kept.get(keptLeft - 1).isOf(labels.get(i), fault)) {
        slot = kept.get(--keptLeft);
        if (slot.stage() != null) {
          slot.stage().handOnTo(next);
        }
      } else {
        slot = new Slot(labels.get(i), fault, stage(fault, labels.get(i), next));
        if (slot.stage() != null) {
          added.addFirst(slot.stage());
        }
      }
      row.addFirst(slot);
      next = slot.stage() == null ? next : slot.stage();
    }
    slots = row;
    first = next;
    return added;
  }

  /**
   * Takes faults out that are no longer in the plan or are written otherwise, and puts new ones in.
   */
  void reconfigure(Plan plan) {
    if (gone) {
      return;
    }
    List<Slot> kept = kept(plan);
    List<Slot> left = new ArrayList<>(slots);
    for (int i = slots.size() - 1; i >= 0; i--) {
      Slot slot = slots.get(i);
      if (kept.stream().noneMatch(one -> one.label().equals(slot.label()))) {
        left.remove(i);
        takeOut(slot, left, i);
      }
    }
    put(plan, kept).forEach(StreamStage::opened);
  }

  /** The faults that stay as they are, in an order that both plans have. */
  private List<Slot> kept(Plan plan) {
    List<String> labels = plan.labels();
    List<Slot> kept = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < labels.size(); i++) {
      for (int at = from; at < slots.size(); at++) {
        if (slots.get(at).isOf(labels.get(i), plan.faults().get(i))) {
          kept.add(slots.get(at));
          from = at + 1;
          break;
        }
      }
    }
    return kept;
  }

  /**
   * What a fault holds goes to what stands behind it; then what stands before it hands on there.
   */
  private void takeOut(Slot slot, List<Slot> left, int index) {
    if (slot.stage() == null) {
      return;
    }
    slot.stage().remove();
    StreamFlow behind = stageFrom(left, index);
    first = behind;
    for (int i = index - 1; i >= 0; i--) {
      StreamStage before = left.get(i).stage();
      if (before != null) {
        before.handOnTo(behind);
        first = stageFrom(left, 0);
        return;
      }
    }
  }

  private StreamFlow stageFrom(List<Slot> row, int index) {
    for (int i = index; i < row.size(); i++) {
      StreamStage stage = row.get(i).stage();
      if (stage != null) {
        return stage;
      }
    }
    return exit;
  }

  private @Nullable StreamStage stage(PlannedFault fault, String label, StreamFlow next) {
    if (!(fault.spec() instanceof FaultSpec.OnStream spec)
        || !fault.to().includes(direction)
        || !fault.when().includesConnection(tracer.connection())) {
      return null;
    }
    Selection selection =
        new Selection(fault.when(), fault.probability(), generator(label + "@chance"));
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
        tracked,
        generator(label),
        this,
        next);
  }

  private RandomGenerator generator(String key) {
    return RandomSplit.generator(seed, tracer.connection(), direction, key);
  }

  void opened() {
    openedNanos = tracer.timers().nowNanos();
    for (Slot slot : slots) {
      if (slot.stage() != null) {
        slot.stage().opened();
      }
    }
  }

  void arrived(Bytes bytes) {
    tracer.record(direction, Kind.RECEIVED, bytes, "");
    if (gone) {
      discarded(bytes, "the receiver is gone");
    } else {
      first.segment(Segment.arrived(bytes, tracer.timers().nowNanos()));
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

  void goOnUnread() {
    egress.goOnUnread();
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

  /** So many bytes have gone by before there were any faults. */
  void goOnAt(long bytes) {
    egress.goOnAt(bytes);
  }

  /** The other direction has closed the connection. */
  void hangUp(String reason) {
    if (!gone) {
      gone = true;
      if (held != null) {
        held.hold().abandon();
      }
      egress.hangUp(reason);
    }
  }

  /** Ends an event: sends what was gathered and pauses or resumes the sender. */
  void settle() {
    if (!gone) {
      egress.flush();
    }
    long cost = egress.queuedCost() + (held == null ? 0 : held.hold().cost());
    for (Slot slot : slots) {
      cost += slot.stage() == null ? 0 : slot.stage().delayedCost();
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

  /** Nobody takes these bytes any more. */
  void discarded(Bytes bytes, String reason) {
    egress.flush(); // the history tells first what was delivered before these bytes
    tracer.record(direction, Kind.DISCARDED, bytes, reason);
  }

  /** A fault threw these bytes away. */
  void discardedBy(Bytes bytes, FaultName fault) {
    egress.flush();
    tracer.record(direction, Kind.DISCARDED, bytes, fault.alone());
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
