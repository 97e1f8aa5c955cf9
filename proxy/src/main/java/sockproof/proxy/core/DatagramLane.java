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
  private final List<DatagramStage> stages = new ArrayList<>();
  private final @Nullable DatagramHold hold;
  private final DatagramFlow first;
  private long openedNanos;

  DatagramLane(
      Direction direction, Plan plan, long seed, DatagramPort port, Tracer tracer, boolean held) {
    this.direction = direction;
    this.port = port;
    this.tracer = tracer;
    List<String> labels = plan.labels();
    this.hold = held ? new DatagramHold(true, this::actOfHold) : null;
    DatagramFlow next = hold != null ? hold::arrived : this::deliver;
    for (int i = plan.faults().size() - 1; i >= 0; i--) {
      DatagramStage stage = stage(plan.faults().get(i), labels.get(i), seed, next);
      if (stage != null) {
        stages.addFirst(stage);
        next = stage;
      }
    }
    this.first = next;
  }

  private @Nullable DatagramStage stage(
      PlannedFault fault, String label, long seed, DatagramFlow next) {
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

  void opened() {
    openedNanos = tracer.timers().nowNanos();
    stages.forEach(DatagramStage::opened);
  }

  void arrived(Bytes payload) {
    tracer.record(direction, Kind.RECEIVED, payload, "");
    first.datagram(Datagram.genuine(payload));
  }

  private void actOfHold(DatagramAction action) {
    switch (action) {
      case DatagramAction.Deliver(Datagram datagram) -> deliver(datagram);
      case DatagramAction.Discard(Datagram datagram) -> discarded(datagram, "by hand");
      case DatagramAction.Unreachable _, DatagramAction.WakeAt _ ->
          throw new IllegalStateException("a hold does not ask for " + action);
    }
  }

  /** What is held in this direction, if anything is meant to be. */
  @Nullable DatagramHold hold() {
    return hold;
  }

  void discarded(Datagram datagram, String by) {
    tracer.record(direction, Kind.DISCARDED, datagram.payload(), by);
  }

  void unreachable(Datagram datagram, String by) {
    tracer.record(direction, Kind.UNREACHABLE, datagram.payload(), by);
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
    tracer.record(direction, genuine ? Kind.DELIVERED : Kind.FORGED, datagram.payload(), notes);
    port.send(direction, datagram);
  }

  Timers timers() {
    return tracer.timers();
  }

  long openedNanos() {
    return openedNanos;
  }
}
