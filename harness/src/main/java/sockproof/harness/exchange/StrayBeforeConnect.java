package sockproof.harness.exchange;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import sockproof.harness.process.RunningSubject;
import sockproof.proxy.kernel.SocketEntry;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.kernel.SocketTable;

/**
 * Puts a datagram from a stranger into the queue of a client's UDP socket while it is bound but not
 * connected. The client is held there by keeping its messages from it; a client that opens its
 * socket only when it has a message, or connects at once, has nothing to be found between the two.
 */
final class StrayBeforeConnect {
  private static final Duration SEARCH = Duration.ofSeconds(15);
  private static final Duration RESTING = Duration.ofMillis(300);
  private static final Duration POLL = Duration.ofMillis(2);

  private StrayBeforeConnect() {}

  /**
   * Looks for such a socket and sends the datagram to it.
   *
   * @return whether one was found and the datagram lies in its queue
   */
  static boolean spray(RunningSubject subject, String payload)
      throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + SEARCH.toNanos();
    long pid = subject.pid().orElseThrow();
    long lastDemandNanos = -1;
    long restingSinceNanos = System.nanoTime();
    while (System.nanoTime() < deadlineNanos) {
      long demandNanos = subject.demandNanos();
      if (demandNanos != lastDemandNanos) {
        lastDemandNanos = demandNanos;
        restingSinceNanos = System.nanoTime();
      } else if (System.nanoTime() - restingSinceNanos > RESTING.toNanos()) {
        return false; // It waits for its messages and has opened no socket yet.
      }
      Optional<SocketName.Inet> bound = boundAndNotConnected(pid);
      if (bound.isPresent()) {
        return queue(bound.get(), payload, deadlineNanos, subject);
      }
      if (subject.awaitEnd(POLL)) {
        return false;
      }
    }
    return false;
  }

  private static Optional<SocketName.Inet> boundAndNotConnected(long pid) {
    return SocketTable.ofProcess(pid).stream()
        .filter(entry -> entry.kind() == SocketEntry.Kind.UDP && entry.remote() == null)
        .map(SocketEntry::local)
        .filter(SocketName.Inet.class::isInstance)
        .map(SocketName.Inet.class::cast)
        .filter(name -> name.toJava().getPort() != 0)
        .findFirst();
  }

  private static boolean queue(
      SocketName.Inet bound, String payload, long deadlineNanos, RunningSubject subject)
      throws IOException, InterruptedException {
    InetSocketAddress address = bound.toJava();
    InetAddress host =
        address.getAddress().isAnyLocalAddress()
            ? InetAddress.getLoopbackAddress()
            : address.getAddress();
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    try (DatagramSocket stranger = new DatagramSocket(0, host)) {
      stranger.send(new DatagramPacket(bytes, bytes.length, host, address.getPort()));
    }
    while (System.nanoTime() < deadlineNanos) {
      OptionalLong queued = SocketTable.udpReceiveQueueBytes(address.getPort());
      if (queued.isPresent() && queued.getAsLong() > 0) {
        return true;
      }
      if (queued.isEmpty() || subject.awaitEnd(POLL)) {
        return false;
      }
    }
    return false;
  }
}
