package sockproof.proxy.core.hold;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.DatagramAction;
import sockproof.proxy.core.hold.DatagramView.Held;

/**
 * One direction of a datagram session that is held and released by hand: a deterministic function
 * of what arrives and of the user's commands to actions.
 */
public final class DatagramHold {
  /** How many may wait; more than that is lost, as in any queue. */
  static final int MAX_WAITING = 1024;

  /** How many arrivals and deliveries are kept. */
  static final int MAX_RECORD = 10_000;

  private static final List<String> BY_HAND = List.of("by hand");

  private final Consumer<DatagramAction> out;
  private final List<Held> waiting = new ArrayList<>();
  private final Map<Long, Integer> numbers = new HashMap<>();
  private final List<Bytes> arrived = new ArrayList<>();
  private final List<DatagramRecord.Sent> sent = new ArrayList<>();
  private boolean complete = true;
  private boolean holding;
  private long lastId;
  private long sentCount;
  private long overflowed;
  private long version;

  /**
   * A hold.
   *
   * @param holding whether it holds from the beginning
   * @param out carries out deliveries and discards
   */
  public DatagramHold(boolean holding, Consumer<DatagramAction> out) {
    this.holding = holding;
    this.out = out;
  }

  /** A datagram arrived from the sender. */
  public void arrived(Datagram datagram) {
    version++;
    complete &= arrived.size() < MAX_RECORD;
    if (complete) {
      arrived.add(datagram.payload());
    }
    Held held = new Held(++lastId, datagram, Origin.GENUINE);
    numbers.put(held.id(), arrived.size());
    if (!holding) {
      send(held, datagram);
    } else if (waiting.size() < MAX_WAITING) {
      waiting.add(held);
    } else {
      overflowed++;
      discard(held);
    }
  }

  /**
   * Carries out a command.
   *
   * @throws HoldException when it makes no sense as things stand; nothing has happened then
   */
  public void apply(HoldCommand command) {
    if (command instanceof HoldCommand.Hold(boolean on)) {
      if (!on) {
        releaseAll();
      }
      holding = on;
    } else if (command instanceof DatagramCommand onDatagrams) {
      carryOut(onDatagrams);
    } else {
      throw new HoldException("datagrams are not a stream");
    }
    version++;
  }

  private void carryOut(DatagramCommand command) {
    switch (command) {
      case DatagramCommand.Release(long id) -> release(waiting.remove(indexOf(id)));
      case DatagramCommand.ReleaseAll() -> {
        if (waiting.isEmpty()) {
          throw new HoldException("nothing waits");
        }
        releaseAll();
      }
      case DatagramCommand.Drop(long id) -> discard(waiting.remove(indexOf(id)));
      case DatagramCommand.Duplicate(long id) -> duplicate(indexOf(id));
      case DatagramCommand.Move(long id, int index) -> move(indexOf(id), index);
      case DatagramCommand.Forge forge -> forge(forge);
    }
  }

  private int indexOf(long id) {
    for (int i = 0; i < waiting.size(); i++) {
      if (waiting.get(i).id() == id) {
        return i;
      }
    }
    throw new HoldException("datagram " + id + " does not wait");
  }

  private void releaseAll() {
    List<Held> all = List.copyOf(waiting);
    waiting.clear();
    all.forEach(this::release);
  }

  private void release(Held held) {
    Datagram datagram = held.datagram();
    send(
        held,
        new Datagram(
            datagram.payload(),
            datagram.source(),
            datagram.fragments(),
            BY_HAND,
            datagram.sinceNanos()));
  }

  private void send(Held held, Datagram datagram) {
    int number = numbers.getOrDefault(held.id(), 0);
    numbers.remove(held.id());
    sentCount++;
    complete &= sent.size() < MAX_RECORD;
    if (complete) {
      sent.add(new DatagramRecord.Sent(number, datagram, held.origin(), arrived.size()));
    }
    out.accept(new DatagramAction.Deliver(datagram));
  }

  private void discard(Held held) {
    numbers.remove(held.id());
    out.accept(new DatagramAction.Discard(held.datagram()));
  }

  private void duplicate(int index) {
    requireRoom();
    Held original = waiting.get(index);
    Origin origin = original.origin() == Origin.FORGED ? Origin.FORGED : Origin.DUPLICATE;
    Held copy = new Held(++lastId, original.datagram(), origin);
    numbers.put(copy.id(), numbers.getOrDefault(original.id(), 0));
    waiting.add(index + 1, copy);
  }

  private void move(int from, int index) {
    if (index < 0 || index >= waiting.size()) {
      throw new HoldException("there is no place " + index + " among " + waiting.size());
    }
    waiting.add(index, waiting.remove(from));
  }

  private void forge(DatagramCommand.Forge forge) {
    requireRoom();
    if (forge.payload().length() > Datagram.MAX_PAYLOAD_BYTES) {
      throw new HoldException("a datagram has at most " + Datagram.MAX_PAYLOAD_BYTES + " bytes");
    }
    if (forge.index() < 0 || forge.index() > waiting.size()) {
      throw new HoldException("there is no place " + forge.index() + " among " + waiting.size());
    }
    Datagram datagram = Datagram.genuine(forge.payload()).withSource(forge.source());
    waiting.add(forge.index(), new Held(++lastId, datagram, Origin.FORGED));
  }

  private void requireRoom() {
    if (waiting.size() >= MAX_WAITING) {
      throw new HoldException("too many datagrams wait already");
    }
  }

  /** Grows whenever {@link #view} may have changed. */
  public long version() {
    return version;
  }

  /** What waits. */
  public DatagramView view() {
    return new DatagramView(holding, List.copyOf(waiting), sentCount, overflowed);
  }

  /** What became of all that came. */
  public DatagramRecord record() {
    List<Integer> numbered =
        waiting.stream()
            .map(held -> numbers.getOrDefault(held.id(), 0))
            .filter(number -> number > 0)
            .distinct()
            .toList();
    return new DatagramRecord(List.copyOf(arrived), List.copyOf(sent), numbered, complete);
  }
}
