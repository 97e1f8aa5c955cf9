package sockproof.proxy.relay;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Direction;
import sockproof.proxy.kernel.Errno;
import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.plan.Opening;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.trace.Meter;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.Wire;

/**
 * One client connection and the upstream connection made for it. This part opens and closes; how
 * bytes get across is up to its {@link Carrier}, which may change. All of it runs on one loop's
 * thread.
 */
final class StreamBridge implements EdgeSocket.Owner {
  private static final long FIRST_RETRY_NANOS = 1_000_000;
  private static final long MAX_RETRY_NANOS = 64_000_000;

  private final RelayContext context;
  private final EdgeLoop loop;
  private final int number;
  private final EdgeSocket client;
  private final List<SocketName> upstreamNames;
  private final Consumer<StreamBridge> gone;
  private final SocketName peer;
  private final Meter meter;

  /** A socket for the upstream connection that is open already. */
  private @Nullable KernelSocket way;

  private @Nullable EdgeSocket upstream;
  private @Nullable Carrier carrier;
  private int nextName;
  private long retryNanos = FIRST_RETRY_NANOS;
  private boolean connected;
  private boolean closed;

  /**
   * A connection that has yet to {@link #begin}.
   *
   * @param peer the client's name
   * @param way a socket of the family of the first upstream name, for the upstream connection
   */
  StreamBridge(
      RelayContext context,
      EdgeLoop loop,
      KernelSocket client,
      SocketName peer,
      @Nullable KernelSocket way,
      List<SocketName> upstreamNames,
      Consumer<StreamBridge> gone) {
    this.context = context;
    this.loop = loop;
    this.number = context.nextNumber();
    this.client = new EdgeSocket(client, peer, this);
    this.way = way;
    this.upstreamNames = upstreamNames;
    this.gone = gone;
    this.peer = peer;
    this.meter = context.meters().open(number, peer);
  }

  Meter meter() {
    return meter;
  }

  @SuppressWarnings("ReferenceEquality") // the very one, not one that equals it
  boolean isCarriedBy(Carrier one) {
    return one == carrier;
  }

  /** The faults are others from now on; done when this connection has taken the change. */
  CompletableFuture<Void> reconfigure() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.events()
        .execute(
            () -> {
              if (!closed && carrier != null) {
                Carrier current = carrier;
                guarded(() -> current.reconfigure(context.plan()));
              }
              done.complete(null);
            });
    return done;
  }

  /** From now on another one gets the bytes across. */
  void carryBy(Carrier other) {
    carrier = other;
  }

  RelayContext context() {
    return context;
  }

  EdgeLoop loop() {
    return loop;
  }

  int number() {
    return number;
  }

  boolean isClosed() {
    return closed;
  }

  /** The socket at which the bytes of a direction arrive. */
  EdgeSocket source(Direction direction) {
    return direction == Direction.TO_SERVER ? client : upstream();
  }

  /** The socket to which the bytes of a direction go. */
  EdgeSocket sink(Direction direction) {
    return direction == Direction.TO_SERVER ? upstream() : client;
  }

  /** The direction in which what arrives at a socket travels. */
  @SuppressWarnings("ReferenceEquality") // one of the two sockets of this bridge
  Direction from(EdgeSocket socket) {
    return socket == client ? Direction.TO_SERVER : Direction.TO_CLIENT;
  }

  private EdgeSocket upstream() {
    if (upstream == null) {
      throw new IllegalStateException("there is no upstream connection yet");
    }
    return upstream;
  }

  /** Begins with the client alone. */
  void begin() {
    guarded(
        () -> {
          client.register(loop, false);
          context.wired(number, Wire.Side.CLIENT, client.socket()::localName, peer);
          Opening opening = context.plan().opening(context.config().seed(), number);
          if (opening.delayNanos() > 0) {
            after(opening.delayNanos(), () -> open(opening));
          } else {
            open(opening);
          }
        });
  }

  private void open(Opening opening) {
    if (opening.refuse()) {
      context.record(TraceEvent.Kind.REFUSED, number, null, "slow-open");
      end(true);
    } else {
      connect();
    }
  }

  private void connect() {
    SocketName name = upstreamNames.get(nextName);
    EdgeSocket socket =
        new EdgeSocket(way == null ? KernelSocket.openStream(name) : way, name, this);
    way = null;
    upstream = socket;
    Plan plan = context.plan();
    plan.receiveBufferBytes(Direction.TO_CLIENT)
        .ifPresent(bytes -> StreamEntrance.narrow(socket.socket(), name, bytes));
    if (plan.receiveBufferBytes(Direction.TO_SERVER).isPresent()) {
      socket.socket().sendBuffer(StreamEntrance.SMALL_SEND_BUFFER_BYTES);
    }
    if (name instanceof SocketName.Inet) {
      socket.socket().noDelay();
    }
    int result = socket.socket().connect(name);
    if (result == 0) {
      socket.register(loop, false);
      connected(false);
    } else if (Errno.EINPROGRESS.is(result)) {
      socket.register(loop, true);
    } else if (Errno.EAGAIN.is(result)) {
      // The queue of a Unix listener is full; a blocking connect() would wait for it.
      way = socket.socket();
      upstream = null;
      after(retryNanos, this::connect);
      retryNanos = Math.min(2 * retryNanos, MAX_RETRY_NANOS);
    } else {
      cannotConnect(-result);
    }
  }

  private void connected(boolean upstreamIsReset) {
    connected = true;
    wiredUpstream();
    Carrier first = context.isDirect() ? new DirectBridge(this) : new FaultedBridge(this);
    carrier = first;
    first.opened(upstreamIsReset);
  }

  private void wiredUpstream() {
    KernelSocket socket = upstream().socket();
    context.wired(number, Wire.Side.SERVER, socket::localName, upstreamNames.get(nextName));
  }

  private void cannotConnect(int errno) {
    SocketName name = upstreamNames.get(nextName);
    if (nextName + 1 < upstreamNames.size()) {
      nextName++;
      upstream().close();
      connect();
      return;
    }
    context.record(
        TraceEvent.Kind.ERROR,
        number,
        Direction.TO_SERVER,
        "cannot connect to " + name + ": " + Errno.describe(errno));
    end(true);
  }

  @Override
  public final void ready(EdgeSocket socket, int events) {
    try {
      if (carrier != null) {
        carrier.sideReady(socket, events);
      } else if (!connected) {
        connecting(socket, events);
      }
    } catch (KernelException e) {
      failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      failed("internal error: " + e);
    }
  }

  @SuppressWarnings("ReferenceEquality") // one of the two sockets of this bridge
  private void connecting(EdgeSocket socket, int events) {
    socket.remember(events);
    if (socket == upstream) {
      boolean failed = (events & (EdgeSocket.ERROR | EdgeSocket.HANG_UP)) != 0;
      int error = failed ? socket.socket().takeError() : 0;
      if (error == Errno.ECONNRESET.number() || error == Errno.EPIPE.number()) {
        // A SYN that is answered with RST is "refused"; so it was connected before.
        connected(true);
      } else if (error != 0) {
        cannotConnect(error);
      } else if ((events & EdgeSocket.WRITABLE) != 0) {
        connected(false);
      }
    } else if ((events & EdgeSocket.ERROR) != 0 && socket.socket().takeError() != 0) {
      context.record(TraceEvent.Kind.RESET_RECEIVED, number, Direction.TO_SERVER, "");
      end(true);
    }
  }

  /** Runs later on this loop, unless the connection is over by then. */
  void after(long delayNanos, Runnable action) {
    loop.later(
        delayNanos,
        () -> {
          if (!closed) {
            guarded(action);
          }
        });
  }

  /** Runs; whatever goes wrong ends this connection and is recorded, and hurts no other. */
  void guarded(Runnable action) {
    try {
      action.run();
    } catch (KernelException e) {
      failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      failed("internal error: " + e);
    }
  }

  private void failed(String why) {
    context.record(TraceEvent.Kind.ERROR, number, null, why);
    end(true);
  }

  /** Ends the connection from outside. */
  void abort() {
    end(true);
  }

  /**
   * Ends the connection and releases its sockets.
   *
   * @param reset true to send a RST to both sides, false when both have had their FIN
   */
  void end(boolean reset) {
    if (closed) {
      return;
    }
    closed = true;
    if (carrier != null) {
      carrier.closing();
    }
    context.meters().close(number);
    close(client, reset);
    if (upstream != null) {
      close(upstream, reset);
    }
    if (way != null) {
      way.close();
    }
    context.unwired(number, reset);
    gone.accept(this);
  }

  private static void close(EdgeSocket socket, boolean reset) {
    if (reset && !socket.isClosed()) {
      socket.socket().resetOnClose();
      socket.socket().disconnect();
    }
    socket.close();
  }
}
