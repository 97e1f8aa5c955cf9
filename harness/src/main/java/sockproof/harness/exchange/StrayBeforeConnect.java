package sockproof.harness.exchange;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import sockproof.harness.process.RunningSubject;
import sockproof.proxy.kernel.EncodedName;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketEntry;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.kernel.SocketTable;
import sockproof.proxy.plan.Endpoint;
import sockproof.reference.net.Deadline;

/**
 * Sends a datagram to a client's socket that is bound and not connected yet. connect() filters only
 * what arrives afterwards; see udp(7).
 */
final class StrayBeforeConnect {
  private static final Duration STARTUP = Duration.ofSeconds(15);

  /** Long enough for an interpreter that waits for its files to go on. */
  private static final Duration REST = Duration.ofMillis(250);

  /** A subject that wants less than one part in so many of that time is waiting for its input. */
  private static final int RESTING_FRACTION = 20;

  private static final Duration POLL = Duration.ofMillis(1);

  private final RunningSubject subject;
  private final List<Endpoint> servers;
  private final BooleanSupplier asked;
  private final String payload;
  private final Duration timeout;
  private boolean over;

  /**
   * Prepares a search.
   *
   * @param servers what the client will connect to
   * @param asked whether a request has come
   * @param payload what the stray says
   * @param timeout how long to look after the client has got its messages
   */
  StrayBeforeConnect(
      RunningSubject subject,
      List<Endpoint> servers,
      BooleanSupplier asked,
      String payload,
      Duration timeout) {
    this.subject = subject;
    this.servers = servers;
    this.asked = asked;
    this.payload = payload;
    this.timeout = timeout;
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
    while (!over && !deadline.isOver()) {
      List<SocketEntry> sockets = socketsOfSubject();
      Optional<SocketEntry> bound = sockets.stream().filter(this::isOpenToAll).findFirst();
      if (bound.isPresent()) {
        over = true;
        send(bound.get());
        awaitQueued(bound.get(), deadline);
      } else if (sockets.stream().anyMatch(this::isConnected)
          || asked.getAsBoolean()
          || subject.awaitEnd(POLL)) {
        over = true;
      }
      long elapsed = System.nanoTime() - since;
      if (untilRest && elapsed > REST.toNanos()) {
        long demand = subject.demandNanos();
        if ((demand - demandBefore) * RESTING_FRACTION < elapsed) {
          return;
        }
        demandBefore = demand;
        since = System.nanoTime();
      }
    }
  }

  private List<SocketEntry> socketsOfSubject() {
    long pid = subject.pid().orElseThrow();
    LongStream descendants =
        ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::descendants)
            .mapToLong(ProcessHandle::pid);
    return LongStream.concat(LongStream.of(pid), descendants)
        .boxed()
        .flatMap(process -> SocketTable.ofProcess(process).stream())
        .toList();
  }

  private boolean isOpenToAll(SocketEntry socket) {
    return switch (socket.local()) {
      case SocketName.Inet name ->
          socket.kind() == SocketEntry.Kind.UDP && socket.remote() == null && name.port() != 0;
      case SocketName.Unix name ->
          socket.kind() == SocketEntry.Kind.UNIX_DATAGRAM
              && !name.isUnnamed()
              && !SocketTable.isUnixConnected(socket);
    };
  }

  private boolean isConnected(SocketEntry socket) {
    Set<Integer> ports =
        servers.stream()
            .flatMap(
                server ->
                    server instanceof Endpoint.Udp(String host, int port)
                        ? Stream.of(port)
                        : Stream.empty())
            .collect(Collectors.toSet());
    return switch (socket.kind()) {
      case UDP ->
          socket.remote() instanceof SocketName.Inet remote && ports.contains(remote.port());
      case UNIX_DATAGRAM -> SocketTable.isUnixConnected(socket);
      case TCP, UNIX -> false;
    };
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

  /** The client gets its messages when the stray lies in its queue, or it has gone. */
  private void awaitQueued(SocketEntry bound, Deadline deadline) throws InterruptedException {
    while (!deadline.isOver()) {
      Optional<SocketEntry> now =
          socketsOfSubject().stream().filter(entry -> entry.inode() == bound.inode()).findFirst();
      if (now.isEmpty() || now.get().receiveQueueBytes() > 0 || subject.awaitEnd(POLL)) {
        return;
      }
    }
  }
}
