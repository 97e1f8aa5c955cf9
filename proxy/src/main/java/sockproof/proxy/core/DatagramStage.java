package sockproof.proxy.core;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One datagram fault of one direction together with its condition, probability and name. Datagrams
 * that are not selected go past at once; datagrams have no order to keep.
 */
final class DatagramStage implements DatagramFlow, Context<DatagramAction> {
  private final FaultName name;
  private final DatagramFault fault;
  private final Selection selection;
  private final RandomGenerator random;
  private final DatagramLane lane;
  private DatagramFlow next;
  private long number;
  private boolean begun;
  private int wakesToCome;
  private boolean removed;
  private @Nullable Datagram given;

  DatagramStage(
      String name,
      DatagramFault fault,
      Selection selection,
      RandomGenerator random,
      DatagramLane lane,
      DatagramFlow next) {
    this.name = new FaultName(name);
    this.fault = fault;
    this.selection = selection;
    this.random = random;
    this.lane = lane;
    this.next = next;
    this.number = next.number();
  }

  /** From now on hands on to another stage, which nothing has gone past yet. */
  void handOnTo(DatagramFlow other) {
    next = other;
  }

  /** The fault is taken out of the plan: all that waits here goes on. */
  void remove() {
    if (begun) {
      fault.on(new DatagramEvent.Removed(), this);
    }
    removed = true;
  }

  @Override
  public long number() {
    return number;
  }

  /** The session begins. */
  void opened() {
    lane.timers().at(lane.openedNanos() + selection.when().afterNanos(), this::begin);
  }

  private void begin() {
    if (!removed) {
      begun = true;
      fault.on(new DatagramEvent.Opened(), this);
    }
  }

  /** Whether the fault wants to be woken, as one that holds a datagram until some time does. */
  boolean isWaiting() {
    return wakesToCome > 0;
  }

  private void woken(int token) {
    wakesToCome--;
    if (!removed) {
      fault.on(new DatagramEvent.Woken(token), this);
    }
  }

  @Override
  public void datagram(Datagram datagram) {
    number++;
    boolean inTime = selection.when().includesTime(nowNanos() - lane.openedNanos());
    if (inTime && selection.choosesMessage(number, true)) {
      given = datagram;
      fault.on(new DatagramEvent.Arrived(datagram), this);
      given = null;
    } else {
      next.datagram(datagram);
      if (begun) {
        fault.on(new DatagramEvent.Passed(), this);
      }
    }
  }

  @Override
  public long nowNanos() {
    return lane.timers().nowNanos();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void act(DatagramAction action) {
    switch (action) {
      case DatagramAction.Deliver(Datagram datagram) ->
          next.datagram(isGiven(datagram) ? datagram : datagram.shapedBy(name));
      case DatagramAction.Discard(Datagram datagram) -> lane.discarded(datagram, name);
      case DatagramAction.Unreachable(Datagram datagram) -> lane.unreachable(datagram, name);
      case DatagramAction.WakeAt(long timeNanos, int token) -> {
        wakesToCome++;
        lane.timers().at(timeNanos, () -> woken(token));
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // the very datagram that came in, not one that equals it
  private boolean isGiven(Datagram datagram) {
    return datagram == given;
  }
}
