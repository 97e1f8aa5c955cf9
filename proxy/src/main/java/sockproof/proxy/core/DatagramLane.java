package sockproof.proxy.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.hold.DatagramHold;
import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlannedFault;
import sockproof.proxy.trace.TraceEvent.Kind;

/** One direction of a datagram session: its faults in order, then the port. */
final class DatagramLane {
  private final Direction direction;
  private final DatagramPort port;
  private final Tracer tracer;
  private final long seed;
  private final @Nullable DatagramHold hold;
  private final Exit exit = new Exit();

  /** The faults of the plan, in order; without a stage those that do not concern this direction. */
  private List<Slot> slots = List.of();

  private DatagramFlow first = exit;
  private long openedNanos;

  DatagramLane(
      Direction direction, Plan plan, long seed, DatagramPort port, Tracer tracer, boolean held) {
    this.direction = direction;
    this.port = port;
    this.tracer = tracer;
    this.seed = seed;
    this.hold = held ? new DatagramHold(true, this::actOfHold) : null;
    List<DatagramStage> _ = put(plan);
  }

  private record Slot(String label, PlannedFault fault, @Nullable DatagramStage stage) {}

  /** What stands behind all faults. */
  private final class Exit implements DatagramFlow {
    private long number;

    @Override
    public void datagram(Datagram datagram) {
      number++;
      if (hold != null) {
        hold.arrived(datagram);
      } else {
        deliver(datagram);
      }
    }

    @Override
    public long number() {
      return number;
    }
  }

  /**
   * Puts the faults of a plan in a row, those that are there already with what they hold.
   *
   * @return the stages that are new
   */
  private List<DatagramStage> put(Plan plan) {
    List<String> labels = plan.labels();
    List<Slot> row = new ArrayList<>();
    List<DatagramStage> added = new ArrayList<>();
    DatagramFlow next = exit;
    for (int i = plan.faults().size() - 1; i >= 0; i--) {
      Slot slot = find(labels.get(i), plan.faults().get(i));
      if (slot == null) {
        DatagramStage stage = stage(plan.faults().get(i), labels.get(i), next);
        slot = new Slot(labels.get(i), plan.faults().get(i), stage);
        if (stage != null) {
          added.addFirst(stage);
        }
      } else if (slot.stage() != null) {
        slot.stage().handOnTo(next);
      }
      row.addFirst(slot);
      next = slot.stage() == null ? next : slot.stage();
    }
    slots = row;
    first = next;
    return added;
  }

  private @Nullable Slot find(String label, PlannedFault fault) {
    for (Slot slot : slots) {
      if (slot.label().equals(label) && slot.fault().equals(fault)) {
        return slot;
      }
    }
    return null;
  }

  /**
   * Takes faults out that are no longer in the plan or are written otherwise, and puts new ones in.
   */
  void reconfigure(Plan plan) {
    List<Slot> old = slots;
    List<DatagramStage> added = put(plan);
    for (Slot slot : old) {
      // Datagrams have no order to keep, so what this one held may go past those behind it.
      if (slot.stage() != null && slots.stream().noneMatch(slot::equals)) {
        slot.stage().handOnTo(exit);
        slot.stage().remove();
      }
    }
    added.forEach(DatagramStage::opened);
  }

  private @Nullable DatagramStage stage(PlannedFault fault, String label, DatagramFlow next) {
    if (!(fault.spec() instanceof FaultSpec.OnDatagrams spec)
        || !fault.to().includes(direction)
        || !fault.when().includesConnection(tracer.connection())) {
      return null;
    }
    int session = tracer.connection();
    return new DatagramStage(
        label,
        spec.newDatagramFault(port.ipVersion(direction)),
        new Selection(
            fault.when(),
            fault.probability(),
            RandomSplit.generator(seed, session, direction, label + "@chance")),
        RandomSplit.generator(seed, session, direction, label),
        this,
        next);
  }

  /** Whether a fault of the plan holds something until some time. */
  boolean isWaiting() {
    return slots.stream().anyMatch(slot -> slot.stage() != null && slot.stage().isWaiting());
  }

  /** So many datagrams have gone by before there were any faults. */
  void goOnAt(long datagrams) {
    exit.number = datagrams;
  }

  void opened() {
    openedNanos = tracer.timers().nowNanos();
    for (Slot slot : slots) {
      if (slot.stage() != null) {
        slot.stage().opened();
      }
    }
  }

  void arrived(Bytes payload) {
    tracer.record(direction, Kind.RECEIVED, payload, "");
    first.datagram(Datagram.arrived(payload, tracer.timers().nowNanos()));
  }

  private void actOfHold(DatagramAction action) {
    switch (action) {
      case DatagramAction.Deliver(Datagram datagram) -> deliver(datagram);
      case DatagramAction.Discard(Datagram datagram) ->
          tracer.record(direction, Kind.DISCARDED, datagram.payload(), "by hand");
      case DatagramAction.Unreachable _, DatagramAction.WakeAt _ ->
          throw new IllegalStateException("a hold does not ask for " + action);
    }
  }

  /** What is held in this direction, if anything is meant to be. */
  @Nullable DatagramHold hold() {
    return hold;
  }

  void discarded(Datagram datagram, FaultName by) {
    tracer.record(direction, Kind.DISCARDED, datagram.payload(), by.alone());
  }

  void unreachable(Datagram datagram, FaultName by) {
    tracer.record(direction, Kind.UNREACHABLE, datagram.payload(), by.alone());
    port.unreachable(direction, datagram);
  }

  private void deliver(Datagram datagram) {
    List<String> notes = new ArrayList<>(datagram.by());
    boolean genuine = datagram.source().equals(Datagram.GENUINE);
    if (!genuine) {
      notes.addFirst("from " + datagram.source().describe());
    }
    if (!datagram.fragments().isEmpty()) {
      notes.add(datagram.fragments().size() + " IP fragments");
    }
    Kind kind = genuine ? Kind.DELIVERED : Kind.FORGED;
    long since = Math.min(datagram.sinceNanos(), tracer.timers().nowNanos());
    tracer.record(direction, kind, datagram.payload(), notes, datagram.by(), since);
    port.send(direction, datagram);
  }

  Timers timers() {
    return tracer.timers();
  }

  long openedNanos() {
    return openedNanos;
  }
}
