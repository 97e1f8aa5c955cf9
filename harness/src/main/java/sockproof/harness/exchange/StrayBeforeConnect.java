package sockproof.harness.exchange;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import sockproof.harness.process.RunningSubject;
import sockproof.proxy.kernel.DatagramSockets;
import sockproof.proxy.kernel.EncodedName;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketEntry;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.plan.Endpoint;
import sockproof.reference.net.Deadline;

/**
 * Sends a datagram to a client's socket that is bound and not connected yet; to each of so many,
 * where the client has a socket for each message. connect() filters only what arrives afterwards;
 * see udp(7).
 */
final class StrayBeforeConnect implements AutoCloseable {
  private static final Duration STARTUP = Duration.ofSeconds(15);

  /** Long enough for an interpreter that waits for its files to go on. */
  private static final Duration REST = Duration.ofMillis(250);

  /** A subject that wants less than one part in so many of that time is waiting for its input. */
  private static final int RESTING_FRACTION = 20;

  private static final Duration POLL = Duration.ofNanos(300_000);

  private final RunningSubject subject;
  private final Set<Integer> serverPorts;
  private final boolean unix;
  private final BooleanSupplier asked;
  private final String payload;
  private final Duration timeout;
  private final DatagramSockets sockets = new DatagramSockets();
  private final Set<Long> ofOthers = new HashSet<>();
  private final Set<Long> settled = new HashSet<>();
  private final int most;
  private boolean over;

  /**
   * Prepares a search.
   *
   * @param servers what the client will connect to
   * @param asked whether all requests have come
   * @param most for so many sockets
   * @param payload what the stray says
   * @param timeout how long to look after the client has got its messages
   */
  StrayBeforeConnect(
      RunningSubject subject,
      List<Endpoint> servers,
      BooleanSupplier asked,
      int most,
      String payload,
      Duration timeout) {
    this.subject = subject;
    this.serverPorts = portsOf(servers);
    this.unix = serverPorts.isEmpty();
    this.asked = asked;
    this.most = most;
    this.payload = payload;
    this.timeout = timeout;
  }

  private static Set<Integer> portsOf(List<Endpoint> servers) {
    Set<Integer> ports = new HashSet<>();
    for (Endpoint server : servers) {
      if (server instanceof Endpoint.Udp(String host, int port)) {
        ports.add(port);
      }
    }
    return ports;
  }

  /** Looks for such a socket until the client rests, which is when it waits for its messages. */
  void whileItStarts() throws InterruptedException {
    search(true, Deadline.after(STARTUP));
  }

  /** Looks for such a socket until the client is connected or has asked. */
  void whileItWorks() throws InterruptedException {
    search(false, Deadline.after(timeout));
  }

  private void search(boolean untilRest, Deadline deadline) throws InterruptedException {
    long demandBefore = subject.demandNanos();
    long since = System.nanoTime();
    boolean rests = false;
    while (!over && !rests && !deadline.isOver()) {
      long elapsed = System.nanoTime() - since;
      if (untilRest && elapsed > REST.toNanos()) {
        // One more look follows: what a client does before it rests must have been seen.
        long demand = subject.demandNanos();
        rests = (demand - demandBefore) * RESTING_FRACTION < elapsed && !subject.isRunnable();
        demandBefore = demand;
        since = System.nanoTime();
      }
      look(deadline);
      over = over || asked.getAsBoolean() || subject.awaitEnd(POLL);
    }
  }

  private void look(Deadline deadline) throws InterruptedException {
    List<SocketEntry> candidates = candidates();
    Set<Long> own = candidates.isEmpty() ? Set.of() : inodesOfSubject();
    for (SocketEntry socket : candidates) {
      if (!own.contains(socket.inode())) {
        ofOthers.add(socket.inode());
      } else if (sockets.isConnected(socket)) {
        settle(socket);
      } else {
        // It must not connect while the stray is under way.
        subject.freeze();
        try {
          sendIfStillOpen(socket, deadline);
        } finally {
          subject.thaw();
        }
      }
    }
  }

  /** The sockets of its processes, read once a look: a machine may have thousands of others. */
  private Set<Long> inodesOfSubject() {
    long pid = subject.pid().orElseThrow();
    Set<Long> inodes = new HashSet<>(DatagramSockets.heldBy(pid));
    ProcessHandle.of(pid).stream()
        .flatMap(ProcessHandle::descendants)
        .forEach(child -> inodes.addAll(DatagramSockets.heldBy(child.pid())));
    return inodes;
  }

  /** The sockets with a name that may be the subject's, and any that is connected to the server. */
  private List<SocketEntry> candidates() {
    return (unix ? sockets.unix() : sockets.udp())
        .stream()
            .filter(socket -> !ofOthers.contains(socket.inode()))
            .filter(socket -> !settled.contains(socket.inode()))
            .filter(
                socket ->
                    switch (socket.local()) {
                      case SocketName.Inet name ->
                          socket.remote() instanceof SocketName.Inet remote
                              ? serverPorts.contains(remote.port())
                              : name.port() != 0;
                      case SocketName.Unix name -> !name.isUnnamed();
                    })
            .toList();
  }

  private void sendIfStillOpen(SocketEntry found, Deadline deadline) throws InterruptedException {
    Optional<SocketEntry> now = again(found);
    settle(found);
    if (now.isPresent() && !sockets.isConnected(now.get())) {
      send(now.get());
      while (!deadline.isOver()
          && again(found).map(SocketEntry::receiveQueueBytes).orElse(1L) == 0) {
        if (subject.awaitEnd(POLL)) {
          return;
        }
      }
    }
  }

  private void settle(SocketEntry socket) {
    settled.add(socket.inode());
    over = over || settled.size() >= most;
  }

  private Optional<SocketEntry> again(SocketEntry socket) {
    return (unix ? sockets.unix() : sockets.udp())
        .stream().filter(entry -> entry.inode() == socket.inode()).findFirst();
  }

  private void send(SocketEntry bound) {
    SocketName to = bound.local() instanceof SocketName.Inet name ? reachable(name) : bound.local();
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    try (Arena arena = Arena.ofConfined();
        KernelSocket stranger = KernelSocket.openDatagram(to)) {
      MemorySegment datagram = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      // A client that ends or connects at this moment takes it or not; the outcome shows that.
      int _ = stranger.sendTo(datagram, bytes.length, EncodedName.of(to));
    }
  }

  private static SocketName reachable(SocketName.Inet name) {
    InetSocketAddress address = name.toJava();
    if (!address.getAddress().isAnyLocalAddress()) {
      return name;
    }
    InetAddress loopback =
        name.isV6() ? InetAddress.ofLiteral("::1") : InetAddress.ofLiteral("127.0.0.1");
    return SocketName.Inet.of(loopback, name.port());
  }

  @Override
  public void close() {
    sockets.close();
  }
}
