package sockproof.harness.debug;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.Medium;
import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.kernel.Receiver;
import sockproof.proxy.kernel.SockDiag;
import sockproof.proxy.kernel.SocketEntry;
import sockproof.proxy.relay.HeldConnection;

/** One held connection and what is seen of its receivers. */
final class HeldState {
  /** One direction. */
  private static final class Lane {
    final Receiver receiver;
    volatile Receiver.Look look = Receiver.Look.NOTHING;
    final AtomicLong deliveredBytes = new AtomicLong();

    Lane(Receiver receiver) {
      this.receiver = receiver;
    }
  }

  private final HeldConnection connection;
  private final Map<Direction, Lane> lanes = new EnumMap<>(Direction.class);
  private volatile boolean open = true;

  HeldState(HeldConnection connection, Medium medium) {
    this.connection = connection;
    for (Direction direction : Direction.values()) {
      HeldConnection.Side side = connection.side(direction);
      lanes.put(
          direction,
          new Lane(new Receiver(kind(medium), side.local(), side.remote(), side.inode())));
    }
  }

  private static SocketEntry.Kind kind(Medium medium) {
    return switch (medium) {
      case TCP -> SocketEntry.Kind.TCP;
      case UDP -> SocketEntry.Kind.UDP;
      case UNIX -> SocketEntry.Kind.UNIX;
      case UNIX_DATAGRAM -> SocketEntry.Kind.UNIX_DATAGRAM;
    };
  }

  private Lane lane(Direction direction) {
    Lane lane = lanes.get(direction);
    if (lane == null) {
      throw new AssertionError("both directions are there");
    }
    return lane;
  }

  HeldConnection connection() {
    return connection;
  }

  boolean isOpen() {
    return open;
  }

  void closed() {
    open = false;
    lanes.values().forEach(lane -> lane.look = Receiver.Look.NOTHING);
  }

  /** Bytes were given to the receiver's socket. */
  void delivered(Direction direction, int bytes) {
    lane(direction).deliveredBytes.addAndGet(bytes);
  }

  long deliveredBytes(Direction direction) {
    return lane(direction).deliveredBytes.get();
  }

  Receiver.Look look(Direction direction) {
    return lane(direction).look;
  }

  /** Looks at both receivers; true when something has changed. */
  boolean lookAgain(SockDiag diag) {
    boolean changed = false;
    for (Lane lane : lanes.values()) {
      Receiver.Look look = open ? looked(lane, diag) : Receiver.Look.NOTHING;
      changed |= !look.equals(lane.look);
      lane.look = look;
    }
    return changed;
  }

  private static Receiver.Look looked(Lane lane, SockDiag diag) {
    try {
      return lane.receiver.look(diag);
    } catch (KernelException e) {
      return Receiver.Look.NOTHING; // the page says that it is not known
    }
  }
}
