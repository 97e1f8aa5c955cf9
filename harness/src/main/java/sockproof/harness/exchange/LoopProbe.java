package sockproof.harness.exchange;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import sockproof.harness.process.RunningSubject;
import sockproof.proxy.plan.Endpoint;
import sockproof.reference.message.Framing;
import sockproof.reference.message.MessageException;
import sockproof.reference.net.DatagramEndpoint;
import sockproof.reference.net.Datagrams;
import sockproof.reference.net.Deadline;
import sockproof.reference.net.ReceivedDatagram;

/**
 * Makes two servers each other's client: what one answers goes to the other, from the address that
 * the other answered. One request is enough to start it; this counts what follows.
 */
final class LoopProbe {
  private static final int MAX_DATAGRAMS = 1_000;

  private LoopProbe() {}

  /**
   * How many datagrams the two sent each other, until silence, the deadline or a limit.
   *
   * @param starvedNanos time in which the two had no core so far; it does not count, up to {@link
   *     RunningSubject#MAX_GRANT} times the deadline
   */
  static long count(Endpoint first, Endpoint second, Exchange exchange, LongSupplier starvedNanos)
      throws IOException {
    SocketAddress a = SocketAddresses.of(first);
    SocketAddress b = SocketAddresses.of(second);
    long timeoutNanos = exchange.deadline().toNanos();
    long startNanos = System.nanoTime();
    long starvedBefore = starvedNanos.getAsLong();
    Deadline deadline = Deadline.after(exchange.deadline());
    long count = 0;
    try (DatagramEndpoint between = Datagrams.client(a)) {
      between.send(exchange.text().encode(Texts.plainMessage(new Framing.Line())), a, deadline);
      while (count < MAX_DATAGRAMS) {
        Optional<ReceivedDatagram> answer =
            between.receive(DatagramEndpoint.WHOLE_DATAGRAM_BYTES, deadline);
        if (answer.isPresent()) {
          count++;
          SocketAddress other = answer.get().source().equals(a) ? b : a;
          between.send(answer.get().payload(), other, deadline);
        } else {
          long starved = starvedNanos.getAsLong() - starvedBefore;
          long granted = Math.min(starved, RunningSubject.MAX_GRANT * timeoutNanos);
          long leftNanos = timeoutNanos + granted - (System.nanoTime() - startNanos);
          if (leftNanos <= RunningSubject.SHORTEST_WAIT.toNanos()) {
            return count;
          }
          deadline = Deadline.after(Duration.ofNanos(leftNanos));
        }
      }
      return count;
    } catch (MessageException e) {
      throw new AssertionError("the plain message fits every charset", e);
    }
  }
}
