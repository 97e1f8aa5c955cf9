package sockproof.proxy.capture.draw;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Direction;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.trace.TraceDetail;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.TraceSink;
import sockproof.proxy.trace.Wire;

/**
 * Draws what one relay tells as packets, on two interfaces: that of its clients and that of its
 * server. Used by one thread at a time.
 */
public final class Drawer implements TraceSink {
  private final String name;
  private final Film film;
  private final Map<Integer, Drawn> connections = new HashMap<>();
  private int clientInterface = -1;
  private int serverInterface = -1;

  /**
   * A drawer of a relay.
   *
   * @param name that of the relay, for its interfaces
   */
  public Drawer(String name, Film film) {
    this.name = name;
    this.film = film;
  }

  @Override
  public void told(TraceDetail detail) {
    if (detail instanceof Wire wire) {
      wired(wire);
      return;
    }
    Drawn drawn = connections.get(detail.connection());
    if (drawn != null) {
      drawn.told(detail);
    }
    if (detail instanceof TraceDetail.Unwired) {
      connections.remove(detail.connection());
    }
  }

  private void wired(Wire wire) {
    int interfaceId = interfaceOf(wire);
    boolean isNew = wire.side() == Wire.Side.CLIENT;
    Drawn drawn = isNew ? begin(wire) : connections.get(wire.connection());
    if (drawn != null) {
      drawn.wired(wire, interfaceId);
    }
  }

  private Drawn begin(Wire wire) {
    Drawn drawn =
        wire.stream()
            ? new DrawnStream(film, wire.connection(), wire.zeroEpochNanos())
            : new DrawnSession(film, wire.zeroEpochNanos());
    connections.put(wire.connection(), drawn);
    return drawn;
  }

  private int interfaceOf(Wire wire) {
    if (wire.side() == Wire.Side.CLIENT) {
      if (clientInterface < 0) {
        clientInterface = newInterface(wire, "clients", wire.local());
      }
      return clientInterface;
    }
    if (serverInterface < 0) {
      serverInterface = newInterface(wire, "server", wire.peer());
    }
    return serverInterface;
  }

  private int newInterface(Wire wire, String side, SocketName where) {
    String description =
        where instanceof SocketName.Inet
            ? "the relay's side towards the " + side + ", " + where
            : "the relay's side towards the "
                + side
                + ", "
                + (wire.stream() ? "unix:" : "unix-datagram:")
                + where
                + "; Unix sockets have no IP addresses: "
                + StandIns.LEGEND;
    return film.newInterface(name + " " + side, description);
  }

  @Override
  public void record(TraceEvent event) {
    Drawn drawn = connections.get(event.connection());
    if (drawn != null) {
      drawn.record(event);
    } else if (event.direction() != null) {
      count(event, event.direction());
    }
  }

  /** A packet of a connection of which nothing is known. */
  private void count(TraceEvent event, Direction direction) {
    switch (event.kind()) {
      case RECEIVED -> leftOut(direction, true, 1);
      case DELIVERED, FORGED -> leftOut(direction, false, 1);
      default -> {}
    }
  }

  /** Packets of a connection are lost. */
  public void lost(Gap gap) {
    leftOut(gap.direction(), gap.received(), gap.packets());
    Drawn drawn = connections.get(gap.connection());
    if (drawn != null) {
      drawn.skip(gap);
    }
  }

  /** Nothing more can be drawn of a connection, since too much of it was lost. */
  public void abandon(int connection) {
    @Nullable Drawn _ = connections.remove(connection);
  }

  private void leftOut(Direction direction, boolean received, long packets) {
    boolean atServer = (direction == Direction.TO_SERVER) != received;
    int interfaceId = atServer ? serverInterface : clientInterface;
    if (interfaceId >= 0) {
      film.leftOut(interfaceId, packets);
    }
  }
}
