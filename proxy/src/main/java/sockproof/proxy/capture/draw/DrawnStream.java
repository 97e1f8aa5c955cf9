package sockproof.proxy.capture.draw;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.capture.draw.TcpSide.End;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.TraceDetail;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.Wire;

/** A stream connection through the relay: a TCP connection on either side. */
final class DrawnStream implements Drawn {
  private final Film film;
  private final int number;
  private final long zeroEpochNanos;
  private final Notes notes = new Notes();
  private final Object toServer = new Object();
  private final Object toClient = new Object();
  private @Nullable TcpSide client;
  private @Nullable TcpSide server;

  DrawnStream(Film film, int number, long zeroEpochNanos) {
    this.film = film;
    this.number = number;
    this.zeroEpochNanos = zeroEpochNanos;
  }

  @Override
  public void wired(Wire wire, int interfaceId) {
    boolean isClient = wire.side() == Wire.Side.CLIENT;
    TcpSide side =
        new TcpSide(
            film,
            interfaceId,
            StandIns.fromPeer(wire),
            isClient ? End.PEER : End.RELAY,
            2 * number + (isClient ? 0 : 1),
            zeroEpochNanos + wire.nanos());
    if (isClient) {
      client = side;
    } else {
      server = side;
    }
  }

  @Override
  public void record(TraceEvent event) {
    long at = zeroEpochNanos + event.nanos();
    Direction direction = event.direction();
    TcpSide source = direction == Direction.TO_SERVER ? client : server;
    TcpSide sink = direction == Direction.TO_SERVER ? server : client;
    if (direction == null || source == null || sink == null) {
      withoutWay(event, source, at);
      return;
    }
    switch (event.kind()) {
      case RECEIVED -> {
        Bytes bytes = event.bytes();
        Frame.Lot lot = new Frame.Lot(received(direction), bytes);
        source.data(End.PEER, bytes, at, comments(event), lot);
      }
      case DELIVERED -> sink.data(End.RELAY, event.bytes(), at, comments(event), null);
      case READ_BY_PEER ->
          sink.acknowledge(End.PEER, at, List.of("read by the receiver: " + event.text()));
      case DISCARDED -> {
        String comment = Notes.ofDiscarded(event);
        if (!film.remark(received(direction), event.bytes(), comment)) {
          notes.add(comment);
        }
      }
      case FIN_RECEIVED -> source.finish(End.PEER, at, comments(event));
      case FIN_DELIVERED -> sink.finish(End.RELAY, at, comments(event));
      case RESET_RECEIVED -> source.reset(End.PEER, at, comments(event));
      case RESET_DELIVERED -> sink.reset(End.RELAY, at, comments(event));
      default -> note(event);
    }
  }

  /** Something of the whole connection, or of one that has no server yet. */
  private void withoutWay(TraceEvent event, @Nullable TcpSide source, long at) {
    if (event.kind() == TraceEvent.Kind.RESET_RECEIVED && source != null) {
      source.reset(End.PEER, at, comments(event));
    } else {
      note(event);
    }
  }

  private void note(TraceEvent event) {
    switch (event.kind()) {
      case ERROR -> notes.add(event.text());
      case REFUSED -> notes.add("fault: refused, " + event.text());
      case PLAN_CHANGED -> notes.add("the faults are now: " + event.text());
      case PACED_BY_TIME -> notes.add("no lockstep: " + event.text());
      default -> {}
    }
  }

  private List<String> comments(TraceEvent event) {
    return notes.takeWith(Notes.of(event));
  }

  /** By whom the packets are found that brought what travels in a direction. */
  private Object received(Direction direction) {
    return direction == Direction.TO_SERVER ? toServer : toClient;
  }

  @Override
  public void told(TraceDetail detail) {
    if (detail instanceof TraceDetail.Unwired(int _, boolean reset, long nanos) && reset) {
      resetRest(client, nanos);
      resetRest(server, nanos);
    }
  }

  private void resetRest(@Nullable TcpSide side, long nanos) {
    if (side != null && !side.isOver()) {
      side.reset(End.RELAY, zeroEpochNanos + nanos, notes.takeWith(""));
    }
  }

  @Override
  public void skip(Gap gap) {
    boolean atServer = (gap.direction() == Direction.TO_SERVER) != gap.received();
    TcpSide side = atServer ? server : client;
    if (side != null) {
      side.skip(gap.received() ? End.PEER : End.RELAY, gap.bytes());
      notes.add(gap.note());
    }
  }
}
