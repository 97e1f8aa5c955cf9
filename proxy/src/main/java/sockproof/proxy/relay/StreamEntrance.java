package sockproof.proxy.relay;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Direction;
import sockproof.proxy.kernel.Errno;
import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;

/** Accepts stream connections and makes a {@link StreamBridge} of each. */
final class StreamEntrance implements Entrance, EdgeSocket.Owner {
  private static final int BACKLOG = 4096;
  private static final long RETRY_NANOS = 20_000_000;

  private final RelayContext context;
  private final EdgeLoop loop;
  private final EdgeSocket listener;
  private final SocketName bound;
  private final Endpoint endpoint;
  private final List<SocketName> upstream;
  private final Set<StreamBridge> bridges = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Shortage shortage = new Shortage();

  /** The socket through which the next client goes on to the server. */
  private @Nullable KernelSocket reserved;

  /** True while connections are left waiting for want of descriptors. */
  private boolean waiting;

  private StreamEntrance(
      RelayContext context, KernelSocket socket, SocketName bound, List<SocketName> upstream) {
    this.context = context;
    this.loop = context.runtime().next();
    this.listener = new EdgeSocket(socket, bound, this);
    this.bound = bound;
    this.endpoint = Addresses.chosen(context.config().listen(), bound);
    this.upstream = upstream;
  }

  /** Binds and listens. */
  static StreamEntrance open(RelayContext context) {
    RelayConfig config = context.config();
    if (!config.upstream().medium().isStream()) {
      throw new RelayException(
          "Cannot relay from "
              + config.listen()
              + " to "
              + config.upstream()
              + ": one carries streams, the other datagrams; use tcp: or unix: for both.");
    }
    List<SocketName> upstream = Addresses.resolve(config.upstream(), false);
    SocketName name = Addresses.resolve(config.listen(), true).getFirst();
    KernelSocket socket = openListener(context, name);
    StreamEntrance entrance = new StreamEntrance(context, socket, socket.localName(), upstream);
    entrance.loop.events().execute(() -> entrance.listener.register(entrance.loop, false));
    return entrance;
  }

  /** A small window on the way in is worth little behind the usual megabytes on the way out. */
  static final int SMALL_SEND_BUFFER_BYTES = 16 * 1024;

  /**
   * The largest segment that a narrow socket takes. Linux gives a sender room for twenty of the
   * receiver's largest segments, which on loopback are 64 KiB each; what waits there would make a
   * small window worth nothing. Below 200 bytes the room does not shrink any more.
   */
  private static final int SMALL_SEGMENT_BYTES = 200;

  /** Gives a socket that is not connected yet a small receive buffer. */
  static void narrow(KernelSocket socket, SocketName name, int receiveBufferBytes) {
    socket.receiveBuffer(receiveBufferBytes);
    if (name instanceof SocketName.Inet) {
      socket.maxSegment(SMALL_SEGMENT_BYTES);
    }
  }

  private static KernelSocket openListener(RelayContext context, SocketName name) {
    Endpoint endpoint = context.config().listen();
    try {
      KernelSocket socket = KernelSocket.openStream(name);
      try {
        setBuffers(socket, name, context.plan());
        if (name instanceof SocketName.Unix unix) {
          UnixPath.bind(socket, unix);
        } else {
          socket.reuseAddress();
          socket.noDelay(); // connections have it from their listener
          socket.bind(name);
        }
        socket.listen(BACKLOG);
        return socket;
      } catch (KernelException e) {
        socket.close();
        throw e;
      }
    } catch (KernelException e) {
      throw Addresses.cannotListen(endpoint, e);
    }
  }

  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public int connections() {
    return bridges.size();
  }

  @Override
  public void ready(EdgeSocket socket, int events) {
    if (!waiting) {
      accept();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      // What leads on comes first: a client that was accepted without it could only be sent away.
      int failed = reserve();
      int accepted = failed == 0 ? listener.socket().accept() : -failed;
      if (accepted >= 0) {
        KernelSocket way = reserved;
        reserved = null;
        begin(KernelSocket.adopt(accepted), listener.socket().acceptedName(), way);
      } else if (Errno.EAGAIN.is(accepted)) {
        return;
      } else if (Errno.isShortage(-accepted)) {
        acceptLater(-accepted);
        return;
      }
      // Any other error belongs to a connection that went away before it was accepted.
    }
  }

  /** Opens the socket towards the upstream address; gives 0, or the errno of a shortage. */
  private int reserve() {
    if (reserved != null) {
      return 0;
    }
    try {
      KernelSocket opened = KernelSocket.openStream(upstream.getFirst());
      if (context.runtime().isScarce(opened.fd())) {
        opened.close();
        return Errno.EMFILE.number();
      }
      reserved = opened;
      return 0;
    } catch (KernelException e) {
      // Anything but a shortage the connection meets again, and ends of it.
      return Errno.isShortage(e.errno()) ? e.errno() : 0;
    }
  }

  /** No edge will come for the connections that wait already. */
  private void acceptLater(int errno) {
    waiting = true;
    shortage.tell(
        context,
        "cannot accept connections: "
            + Errno.describe(errno)
            + "; clients wait until others have gone (ulimit -n sets how many there may be)");
    loop.later(
        RETRY_NANOS,
        () -> {
          waiting = false;
          accept();
        });
  }

  private void begin(KernelSocket client, SocketName peer, @Nullable KernelSocket way) {
    EdgeLoop home = context.runtime().next();
    StreamBridge bridge = new StreamBridge(context, home, client, peer, way, upstream, this::gone);
    bridges.add(bridge);
    if (home.events().inEventLoop()) {
      bridge.begin();
    } else {
      home.events().execute(bridge::begin);
    }
  }

  private void gone(StreamBridge bridge) {
    bridges.remove(bridge);
    if (listener.isClosed()) {
      loop.events().execute(this::endIfEmpty);
    }
  }

  private static void setBuffers(KernelSocket socket, SocketName name, Plan plan) {
    plan.receiveBufferBytes(Direction.TO_SERVER).ifPresent(bytes -> narrow(socket, name, bytes));
    if (plan.receiveBufferBytes(Direction.TO_CLIENT).isPresent()) {
      socket.sendBuffer(SMALL_SEND_BUFFER_BYTES);
    }
  }

  @Override
  public CompletableFuture<Void> reconfigure(Plan plan) {
    CompletableFuture<Void> listening = new CompletableFuture<>();
    loop.events()
        .execute(
            () -> {
              if (!listener.isClosed()) {
                setBuffers(listener.socket(), bound, plan);
              }
              context.plan(plan);
              listening.complete(null);
            });
    // A connection that is not among these yet finds the new plan when it begins.
    return listening.thenCompose(
        _ ->
            CompletableFuture.allOf(
                bridges.stream()
                    .map(StreamBridge::reconfigure)
                    .toArray(CompletableFuture<?>[]::new)));
  }

  @Override
  public CompletableFuture<Void> drain() {
    loop.events().execute(this::closeListener);
    return ended;
  }

  @Override
  public CompletableFuture<Void> close() {
    loop.events()
        .execute(
            () -> {
              closeListener();
              for (StreamBridge bridge : bridges) {
                bridge.loop().events().execute(bridge::abort);
              }
            });
    return ended;
  }

  private void closeListener() {
    if (!listener.isClosed()) {
      listener.close();
      if (reserved != null) {
        reserved.close();
        reserved = null;
      }
      if (bound instanceof SocketName.Unix unix) {
        UnixPath.remove(unix);
      }
    }
    endIfEmpty();
  }

  private void endIfEmpty() {
    if (bridges.isEmpty()) {
      ended.complete(null);
    }
  }
}
