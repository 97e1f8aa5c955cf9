package sockproof.proxy.relay;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Direction;
import sockproof.proxy.kernel.DatagramBatch;
import sockproof.proxy.kernel.Errno;
import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.trace.TraceEvent;

/**
 * Takes datagrams from clients and makes a {@link DatagramLink} for each client address. All of a
 * relay's datagrams are handled by one loop.
 */
final class DatagramEntrance implements Entrance, EdgeSocket.Owner {
  /** When there are more clients than this, the one that was silent longest is forgotten. */
  static final int MAX_LINKS = 1024;

  private static final int IDLE_CHECKS = 4;
  private static final int BATCHES_A_TURN = 8;
  private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

  private final RelayContext context;
  private final EdgeLoop loop;
  private final EdgeSocket listener;
  private final SocketName bound;
  private final Endpoint endpoint;
  private final SocketName upstream;
  private final SocketFiles files;
  private final SourcePool sources;
  private final Shortage shortage = new Shortage();
  private final RawOut raw;
  private final Map<SocketName, DatagramLink> links = new LinkedHashMap<>(16, 0.75f, true);
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private @Nullable DatagramLink latest;
  private volatile int linkCount;
  private boolean checkingIdle;
  private boolean readable;
  private int blocked;

  private DatagramEntrance(
      RelayContext context, KernelSocket socket, SocketName bound, SocketName upstream) {
    this.context = context;
    this.loop = context.runtime().next();
    this.listener = new EdgeSocket(socket, bound, this);
    this.bound = bound;
    this.endpoint = Addresses.chosen(context.config().listen(), bound);
    this.upstream = upstream;
    this.files = new SocketFiles(bound);
    this.raw = new RawOut(context.config().targets());
    this.sources = new SourcePool(bound, files, RawOut.isPermitted());
  }

  /** Binds. */
  static DatagramEntrance open(RelayContext context) {
    RelayConfig config = context.config();
    if (config.upstream().medium() != config.listen().medium()) {
      throw new RelayException(
          "Cannot relay from "
              + config.listen()
              + " to "
              + config.upstream()
              + ": datagrams go from udp: to udp: or from unix-datagram: to unix-datagram:.");
    }
    SocketName upstream = Addresses.resolve(config.upstream(), false).getFirst();
    SocketName name = Addresses.resolve(config.listen(), true).getFirst();
    KernelSocket socket = openListener(config.listen(), name);
    DatagramEntrance entrance = new DatagramEntrance(context, socket, socket.localName(), upstream);
    try {
      entrance.checkForged(context.plan());
    } catch (RelayException | KernelException e) {
      entrance.raw.close();
      entrance.sources.close();
      entrance.listener.close();
      entrance.removeFiles();
      throw e;
    }
    entrance.loop.events().execute(() -> entrance.listener.register(entrance.loop, false));
    return entrance;
  }

  /** Finds out now, and not in the middle of a run, whether all that a plan forges can be had. */
  private void checkForged(Plan plan) {
    new ForgedSources(context.config().withPlan(plan), bound, upstream, sources, raw).check();
  }

  private static KernelSocket openListener(Endpoint endpoint, SocketName name) {
    try {
      KernelSocket socket = KernelSocket.openDatagram(name);
      try {
        if (name instanceof SocketName.Unix unix) {
          UnixPath.bind(socket, unix);
        } else {
          socket.receiveBuffer(RECEIVE_BUFFER_BYTES);
          socket.bind(name);
        }
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
    return linkCount;
  }

  /** The socket that clients take for the server. */
  KernelSocket socket() {
    return listener.socket();
  }

  /** Where clients' datagrams go. */
  SocketName upstream() {
    return upstream;
  }

  /**
   * Opens a socket through which the datagrams of one client go to the server and back. Its port is
   * none that a client of ours had and has left: what is still on its way to that client would come
   * back to us.
   */
  KernelSocket openUpstream() {
    if (!(upstream instanceof SocketName.Inet inet)) {
      return files.bindNew();
    }
    KernelSocket socket = openUpstream(inet);
    if (!links.containsKey(socket.localName())) {
      return socket;
    }
    // Closed only when there is another, or it would have the same port again.
    try (socket) {
      return openUpstream();
    }
  }

  private static KernelSocket openUpstream(SocketName.Inet inet) {
    KernelSocket socket = KernelSocket.openDatagram(inet);
    try {
      socket.receiveBuffer(RECEIVE_BUFFER_BYTES);
      socket.reportIcmpErrors(inet);
      if (inet.host().isLoopbackAddress()) {
        // Bound by sendto() it would take datagrams at every address of this machine.
        socket.bind(Addresses.loopbackLike(inet));
      } else {
        socket.bind(Addresses.wildcardLike(inet));
      }
      return socket;
    } catch (KernelException e) {
      socket.close();
      throw e;
    }
  }

  /** Makes names for the relay's own Unix sockets. */
  SocketFiles files() {
    return files;
  }

  /** The sockets from which clients get what is not genuine. */
  SourcePool sources() {
    return sources;
  }

  /** The raw sockets, for what no ordinary socket can send. */
  RawOut raw() {
    return raw;
  }

  boolean isUnix() {
    return bound instanceof SocketName.Unix;
  }

  /** One more link, or one fewer, waits for the server to take its datagrams. */
  void blocked(int change) {
    blocked += change;
    if (blocked == 0 && readable) {
      loop.events().execute(this::read);
    }
  }

  @Override
  public void ready(EdgeSocket socket, int events) {
    readable = true;
    read();
  }

  private void read() {
    try {
      for (int i = 0; i < BATCHES_A_TURN; i++) {
        if (listener.isClosed() || !readable || blocked > 0) {
          return;
        }
        readBatch(loop.batch(isUnix()));
      }
      loop.later(0, this::read);
    } catch (KernelException | RelayException e) {
      context.record(TraceEvent.Kind.ERROR, 0, null, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      context.record(TraceEvent.Kind.ERROR, 0, null, "internal error: " + e);
    }
  }

  private void readBatch(DatagramBatch batch) {
    int count = batch.receive(listener.socket());
    if (count < 0) {
      if (Errno.EAGAIN.is(count)) {
        readable = false;
      } else if (!Errno.EINTR.is(count)) {
        context.record(TraceEvent.Kind.ERROR, 0, Direction.TO_CLIENT, Errno.describe(-count));
      }
      return;
    }
    readable = count == batch.capacity();
    int from = 0;
    while (from < count) {
      int end = from + 1;
      while (end < count && batch.isSameSource(from, end)) {
        end++;
      }
      DatagramLink link = linkOf(batch, from);
      if (link != null) {
        link.fromClient(batch, from, end);
      }
      from = end;
    }
  }

  private @Nullable DatagramLink linkOf(DatagramBatch batch, int index) {
    if (latest != null && !latest.isClosed() && batch.isFrom(index, latest.encodedClient())) {
      return latest;
    }
    SocketName client = batch.source(index);
    DatagramLink link = links.get(client);
    if (link == null) {
      link = newLink(client);
    }
    latest = link;
    return link;
  }

  private @Nullable DatagramLink newLink(SocketName client) {
    if (links.size() >= MAX_LINKS) {
      DatagramLink eldest = links.values().iterator().next();
      forget(eldest, "made room for another client");
      links.remove(eldest.client());
    }
    DatagramLink link;
    try {
      link = DatagramLink.open(context, loop, this, client);
    } catch (KernelException | RelayException e) {
      String message = client + ": " + e.getMessage();
      if (e instanceof KernelException failed && Errno.isShortage(failed.errno())) {
        shortage.tell(context, message + "; its datagrams are lost until others have gone");
      } else {
        context.record(TraceEvent.Kind.ERROR, 0, Direction.TO_SERVER, message);
      }
      return null;
    }
    links.put(client, link);
    linkCount = links.size();
    if (!checkingIdle) {
      checkingIdle = true;
      checkIdleLater();
    }
    return link;
  }

  private void checkIdleLater() {
    loop.later(context.config().sessionIdle().toNanos() / IDLE_CHECKS, this::checkIdle);
  }

  private void checkIdle() {
    long since = System.nanoTime() - context.config().sessionIdle().toNanos();
    Iterator<DatagramLink> all = links.values().iterator();
    while (all.hasNext()) {
      DatagramLink link = all.next();
      if (link.isSilentSince(since)) {
        all.remove();
        forget(link, "silent for too long");
      }
    }
    linkCount = links.size();
    checkingIdle = !links.isEmpty();
    if (checkingIdle) {
      checkIdleLater();
    }
  }

  private void forget(DatagramLink link, String why) {
    link.close(why);
  }

  @Override
  public CompletableFuture<Void> reconfigure(Plan plan) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.events()
        .execute(
            () -> {
              try {
                if (!listener.isClosed()) {
                  checkForged(plan);
                  context.plan(plan);
                  links.values().forEach(DatagramLink::reconfigure);
                }
                done.complete(null);
              } catch (RuntimeException e) {
                done.completeExceptionally(e);
              }
            });
    return done;
  }

  @Override
  public CompletableFuture<Void> drain() {
    // Datagrams have no end to wait for: those that wait in the core go, and nothing else comes.
    return close();
  }

  @Override
  public CompletableFuture<Void> close() {
    loop.events().execute(this::closeAll);
    return ended;
  }

  private void closeAll() {
    if (ended.isDone()) {
      return;
    }
    List<DatagramLink> open = new ArrayList<>(links.values());
    links.clear();
    linkCount = 0;
    open.forEach(link -> forget(link, "the relay ended it"));
    sources.close();
    raw.close();
    listener.close();
    try {
      removeFiles();
      ended.complete(null);
    } catch (RelayException e) {
      ended.completeExceptionally(e);
    }
  }

  private void removeFiles() {
    if (bound instanceof SocketName.Unix unix) {
      UnixPath.remove(unix);
    }
    files.close();
  }
}
