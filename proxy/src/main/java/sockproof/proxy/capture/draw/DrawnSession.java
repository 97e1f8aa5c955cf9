package sockproof.proxy.capture.draw;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.IpFragment;
import sockproof.proxy.packet.IpFlow;
import sockproof.proxy.packet.PortUnreachable;
import sockproof.proxy.packet.UdpPackets;
import sockproof.proxy.trace.TraceDetail;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.Wire;

/** The datagrams of one client through the relay. */
final class DrawnSession implements Drawn {
  /** One side of the session. */
  private record Side(int interfaceId, Wire wire, IpFlow fromPeer) {}

  private final Film film;
  private final long zeroEpochNanos;
  private final Notes notes = new Notes();
  private final Way toServer = new Way();
  private final Way toClient = new Way();
  private @Nullable Side client;
  private @Nullable Side server;
  private @Nullable TraceEvent lastOut;

  /** By whom the packets of a direction are found. */
  private static final class Way {
    private final Object received = new Object();
    private final Object sent = new Object();
  }

  DrawnSession(Film film, long zeroEpochNanos) {
    this.film = film;
    this.zeroEpochNanos = zeroEpochNanos;
  }

  @Override
  public void wired(Wire wire, int interfaceId) {
    Side side = new Side(interfaceId, wire, StandIns.fromPeer(wire));
    if (wire.side() == Wire.Side.CLIENT) {
      client = side;
    } else {
      server = side;
    }
  }

  @Override
  public void record(TraceEvent event) {
    Direction direction = event.direction();
    Side source = direction == Direction.TO_SERVER ? client : server;
    Side sink = direction == Direction.TO_SERVER ? server : client;
    if (direction == null || source == null || sink == null) {
      note(event);
      return;
    }
    Way way = way(direction);
    switch (event.kind()) {
      case RECEIVED -> {
        Frame.Lot lot = new Frame.Lot(way.received, event.bytes());
        draw(source, source.fromPeer(), lot, event.nanos(), false, comments(event));
      }
      case DELIVERED -> {
        lastOut = event;
        send(sink, sink.fromPeer().reversed(), List.of(), event, way);
      }
      case FORGED -> lastOut = event; // From where, is told next.
      case DISCARDED -> {
        String comment = Notes.ofDiscarded(event);
        if (!film.remark(way.received, event.bytes(), comment)) {
          notes.add(comment);
        }
      }
      case UNREACHABLE -> {
        Frame.Lot lot = new Frame.Lot(way(direction.opposite()).sent, event.bytes());
        Bytes packet = PortUnreachable.answer(source.fromPeer(), event.bytes(), film.nextId());
        add(source, packet, lot, event.nanos(), true, comments(event));
      }
      default -> note(event);
    }
  }

  private void note(TraceEvent event) {
    switch (event.kind()) {
      case ERROR -> notes.add(event.text());
      case PLAN_CHANGED -> notes.add("the faults are now: " + event.text());
      case MOVED -> notes.add("the server moved " + event.text());
      default -> {}
    }
  }

  @Override
  public void told(TraceDetail detail) {
    switch (detail) {
      case TraceDetail.Departure departure -> departed(departure);
      case TraceDetail.Stray stray -> strayed(stray);
      case TraceDetail.NotSent(int _, Direction direction, Bytes payload) ->
          film.withdraw(way(direction).sent, payload);
      case TraceDetail.Unwired _, Wire _ -> {}
    }
  }

  private void departed(TraceDetail.Departure departure) {
    TraceEvent event = lastOut;
    if (event == null || event.direction() == null) {
      return;
    }
    Direction direction = event.direction();
    Side sink = direction == Direction.TO_SERVER ? server : client;
    if (sink == null) {
      return;
    }
    if (event.kind() == TraceEvent.Kind.DELIVERED) {
      film.withdraw(way(direction).sent, event.bytes());
    }
    IpFlow genuine = sink.fromPeer().reversed();
    IpFlow flow =
        departure.source().equals(sink.wire().local())
            ? genuine
            : StandIns.from(departure.source(), genuine, StandIns.RELAY);
    send(sink, flow, departure.fragments(), event, way(direction));
  }

  private void strayed(TraceDetail.Stray stray) {
    Side side = server;
    if (side != null) {
      IpFlow flow = StandIns.from(stray.source(), side.fromPeer(), StandIns.OTHER);
      List<String> comments = notes.takeWith("from " + stray.source() + ", who is not the server");
      Frame.Lot lot = new Frame.Lot(stray, stray.payload()); // nobody asks for it
      draw(side, flow, lot, stray.nanos(), false, comments);
    }
  }

  private void send(Side side, IpFlow flow, List<IpFragment> fragments, TraceEvent event, Way way) {
    Frame.Lot lot = new Frame.Lot(way.sent, event.bytes());
    List<String> comments = comments(event);
    if (fragments.isEmpty()) {
      draw(side, flow, lot, event.nanos(), true, comments);
      return;
    }
    for (Bytes packet : UdpPackets.fragments(flow, event.bytes(), fragments, film.nextId())) {
      add(side, packet, lot, event.nanos(), true, comments);
    }
  }

  private void draw(
      Side side, IpFlow flow, Frame.Lot lot, long nanos, boolean outbound, List<String> comments) {
    if (!flow.isV6() && lot.bytes().length() > Datagram.MAX_PAYLOAD_BYTES) {
      comments.forEach(notes::add); // There is no such packet, as the socket will say.
    } else {
      Bytes packet = UdpPackets.whole(flow, lot.bytes(), film.nextId());
      add(side, packet, lot, nanos, outbound, comments);
    }
  }

  private void add(
      Side side, Bytes packet, Frame.Lot lot, long nanos, boolean outbound, List<String> comments) {
    long at = zeroEpochNanos + nanos;
    film.add(new Frame(side.interfaceId(), at, outbound, packet, comments, lot));
  }

  private List<String> comments(TraceEvent event) {
    return notes.takeWith(Notes.of(event));
  }

  private Way way(Direction direction) {
    return direction == Direction.TO_SERVER ? toServer : toClient;
  }

  @Override
  public void skip(Gap gap) {
    notes.add(gap.note());
  }
}
