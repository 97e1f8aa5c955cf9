package sockproof.proxy.relay;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.DatagramPort;
import sockproof.proxy.core.DatagramSession;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.IpVersion;
import sockproof.proxy.kernel.DatagramBatch;
import sockproof.proxy.kernel.EncodedName;
import sockproof.proxy.kernel.Errno;
import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.trace.Meter;
import sockproof.proxy.trace.TraceDetail;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.Wire;

/**
 * All datagrams of one client. Its upstream socket is not connected: a reply that comes from
 * another address than the server's is passed on too, but from a source that differs in the same
 * way, because hiding it would hide the bug.
 */
final class DatagramLink implements EdgeSocket.Owner, DatagramPort {
  private static final int BATCHES_A_TURN = 8;

  private final RelayContext context;
  private final EdgeLoop loop;
  private final DatagramEntrance entrance;
  private final SocketName client;
  private final EdgeSocket upstream;
  private final SocketName local;
  private final int number;
  private final DatagramWay toServer;
  private final DatagramWay toClient;
  private final Meter meter;
  private @Nullable DatagramSession core;
  private final WakeTimer timer;
  private final @Nullable HoldLine hold;
  private final SourcePool serverSideSources;
  private long lastUsedNanos = System.nanoTime();
  private SocketName server;
  private boolean readable = true;
  private boolean closed;

  private DatagramLink(
      RelayContext context,
      EdgeLoop loop,
      DatagramEntrance entrance,
      SocketName client,
      KernelSocket socket) {
    this.context = context;
    this.loop = loop;
    this.entrance = entrance;
    this.client = client;
    this.server = entrance.upstream();
    this.upstream = new EdgeSocket(socket, server, this);
    this.local = socket.localName();
    this.number = context.nextNumber();
    this.serverSideSources = entrance.sources().forOther(local);
    this.toServer =
        way(Direction.TO_SERVER, socket, serverSideSources, server, this::serverBlocked);
    this.toClient =
        way(
            Direction.TO_CLIENT,
            entrance.socket(),
            entrance.sources(),
            client,
            this::clientBlocked);
    this.timer = new WakeTimer(context, loop, this::wake);
    this.meter = context.meters().open(number, client);
    this.core = context.isDirect() ? null : newCore(context.plan());
    HoldDesk desk = context.desk();
    this.hold =
        core == null || desk == null
            ? null
            : new HoldLine(desk, loop, number, new DatagramHand(this, core));
  }

  private DatagramSession newCore(Plan plan) {
    boolean held = context.desk() != null;
    return new DatagramSession(
        plan, context.config().seed(), number, this, meter.and(context.trace()), held);
  }

  /** The faults are others from now on. */
  void reconfigure() {
    if (closed) {
      return;
    }
    if (core == null && !context.isDirect()) {
      core = newCore(Plan.empty());
      core.goesOnAt(
          meter.receivedUnits(Direction.TO_SERVER), meter.receivedUnits(Direction.TO_CLIENT));
      core.opened(context.nowNanos());
    }
    if (core != null) {
      core.reconfigure(context.plan(), context.nowNanos());
      arm();
    }
  }

  private DatagramWay way(
      Direction direction,
      KernelSocket via,
      SourcePool sources,
      SocketName receiver,
      Consumer<Boolean> blocked) {
    return new DatagramWay(
        context, loop, entrance, number, direction, via, sources, receiver, blocked);
  }

  private DatagramWay way(Direction direction) {
    return direction == Direction.TO_SERVER ? toServer : toClient;
  }

  /** Opens the upstream socket for a new client. */
  static DatagramLink open(
      RelayContext context, EdgeLoop loop, DatagramEntrance entrance, SocketName client) {
    KernelSocket socket = entrance.openUpstream();
    DatagramLink link = new DatagramLink(context, loop, entrance, client, socket);
    link.upstream.register(loop, false);
    context.wired(link.number, Wire.Side.CLIENT, entrance.socket()::localName, client);
    context.wired(link.number, Wire.Side.SERVER, () -> link.local, entrance.upstream());
    if (link.core != null) {
      link.core.opened(context.nowNanos());
      if (link.hold != null) {
        link.hold.opened();
      }
      link.arm();
    }
    return link;
  }

  SocketName client() {
    return client;
  }

  EncodedName encodedClient() {
    return toClient.receiver();
  }

  /** No datagram has gone by since then, and none is on its way or held by hand. */
  boolean isSilentSince(long nanos) {
    boolean waiting = hold != null || (core != null && core.isWaiting());
    return !waiting && lastUsedNanos - nanos < 0;
  }

  boolean isClosed() {
    return closed;
  }

  /** Datagrams of this client have come. */
  void fromClient(DatagramBatch batch, int from, int end) {
    lastUsedNanos = System.nanoTime();
    if (core == null && toServer.isEmpty()) {
      count(Direction.TO_SERVER, batch, from, end);
      toServer.pass(batch, from, end);
      return;
    }
    for (int i = from; i < end; i++) {
      checkWhole(batch, i);
      arrived(Direction.TO_SERVER, batch.bytes(i));
    }
    arm();
  }

  private void count(Direction direction, DatagramBatch batch, int from, int end) {
    long bytes = 0;
    for (int i = from; i < end; i++) {
      bytes += batch.size(i);
    }
    meter.received(direction, bytes, end - from);
    meter.delivered(direction, bytes, end - from);
    loop.polling().carried(number, end - from);
  }

  private void arrived(Direction direction, Bytes payload) {
    if (core == null) {
      meter.received(direction, payload.length(), 1);
      meter.delivered(direction, payload.length(), 1);
      send(direction, Datagram.genuine(payload));
    } else {
      core.arrived(direction, payload, context.nowNanos());
    }
  }

  private void checkWhole(DatagramBatch batch, int index) {
    if (batch.isTruncated(index)) {
      context.record(
          TraceEvent.Kind.ERROR, number, null, "a datagram is longer than the relay takes");
    }
  }

  @Override
  public void ready(EdgeSocket socket, int events) {
    readable = true;
    if ((events & EdgeSocket.ERROR) != 0 && !entrance.isUnix()) {
      int error = upstream.socket().takeError();
      if (error != 0) {
        icmpError(error);
      }
      upstream.socket().dropIcmpErrors();
    }
    read();
  }

  private void icmpError(int error) {
    context.record(
        TraceEvent.Kind.ERROR, number, Direction.TO_SERVER, server + ": " + Errno.describe(error));
  }

  private void read() {
    try {
      for (int i = 0; i < BATCHES_A_TURN; i++) {
        if (closed || !readable || !toClient.isEmpty()) {
          return;
        }
        readBatch(loop.batch(entrance.isUnix()));
      }
      loop.later(0, this::read);
    } catch (KernelException | RelayException e) {
      context.record(TraceEvent.Kind.ERROR, number, null, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      context.record(TraceEvent.Kind.ERROR, number, null, "internal error: " + e);
    } finally {
      arm();
    }
  }

  private void readBatch(DatagramBatch batch) {
    int count = batch.receive(upstream.socket());
    if (count < 0) {
      if (Errno.EAGAIN.is(count)) {
        readable = false;
      } else if (!Errno.EINTR.is(count)) {
        icmpError(-count);
      }
      return;
    }
    lastUsedNanos = System.nanoTime();
    readable = count == batch.capacity();
    int from = 0;
    while (from < count) {
      int end = from + 1;
      while (end < count && batch.isSameSource(from, end)) {
        end++;
      }
      fromServer(batch, from, end);
      from = end;
    }
  }

  private void fromServer(DatagramBatch batch, int from, int end) {
    boolean genuine =
        batch.isFrom(from, toServer.receiver())
            || batch.source(from).equals(server)
            || follow(batch.source(from));
    if (genuine && core == null && toClient.isEmpty()) {
      count(Direction.TO_CLIENT, batch, from, end);
      toClient.pass(batch, from, end);
      return;
    }
    for (int i = from; i < end; i++) {
      checkWhole(batch, i);
      if (genuine) {
        arrived(Direction.TO_CLIENT, batch.bytes(i));
      } else {
        stray(batch.source(i), batch.bytes(i));
      }
    }
  }

  /** Speaks to the server at another port from now on, where that is wanted and it is its host. */
  private boolean follow(SocketName from) {
    if (!context.config().followsServer()
        || !(from instanceof SocketName.Inet there)
        || !(server instanceof SocketName.Inet here)
        || !there.address().equals(here.address())) {
      return false;
    }
    context.record(
        TraceEvent.Kind.MOVED,
        number,
        Direction.TO_SERVER,
        Bytes.empty(),
        "from " + server + " to " + from);
    server = from;
    toServer.aim(from);
    context.wired(number, Wire.Side.SERVER, () -> local, server);
    return true;
  }

  /** A reply from an address that is not the server's. */
  private void stray(SocketName from, Bytes payload) {
    Datagram.Source kind = SourcePool.kindOf(from, server);
    context.trace().told(new TraceDetail.Stray(number, from, payload, context.nowNanos()));
    context.record(
        TraceEvent.Kind.FORGED,
        number,
        Direction.TO_CLIENT,
        payload,
        "came from " + from + " instead of " + server + ", passed on from " + kind.describe());
    toClient.passOn(kind, payload);
  }

  @Override
  public void send(Direction direction, Datagram datagram) {
    lastUsedNanos = System.nanoTime();
    way(direction).send(datagram);
  }

  @Override
  public void unreachable(Direction direction, Datagram datagram) {
    way(direction.opposite()).refuse(datagram.payload());
  }

  @Override
  public IpVersion ipVersion(Direction direction) {
    return ForgedSources.version(direction == Direction.TO_SERVER ? entrance.upstream() : client);
  }

  private void wake() {
    if (core != null && !closed) {
      core.advance(context.nowNanos());
      arm();
    }
  }

  /** Brings the timer, and whoever holds, in line with the core. */
  void arm() {
    if (core != null && !closed) {
      timer.arm(core.nextWakeNanos());
    }
    if (hold != null) {
      hold.publish();
    }
  }

  RelayContext context() {
    return context;
  }

  /** Our end of the way to the receiver of a direction. */
  HeldConnection.Side side(Direction direction) {
    return switch (direction) {
      case TO_CLIENT ->
          new HeldConnection.Side(entrance.socket().localName(), client, entrance.socket().inode());
      case TO_SERVER ->
          new HeldConnection.Side(local, entrance.upstream(), upstream.socket().inode());
    };
  }

  private void serverBlocked(boolean blocked) {
    entrance.blocked(blocked ? 1 : -1);
  }

  private void clientBlocked(boolean blocked) {
    if (!blocked) {
      loop.events().execute(this::read);
    }
  }

  /** Ends the link and releases its sockets. */
  void close(String why) {
    if (closed) {
      return;
    }
    closed = true;
    timer.cancel();
    context.meters().close(number);
    toServer.close();
    toClient.close();
    serverSideSources.close();
    upstream.close();
    if (local instanceof SocketName.Unix unix) {
      entrance.files().remove(unix);
    }
    if (core != null) {
      context.record(TraceEvent.Kind.CLOSED, number, null, why);
    }
    context.unwired(number, false);
    if (hold != null) {
      hold.closed();
    }
  }
}
