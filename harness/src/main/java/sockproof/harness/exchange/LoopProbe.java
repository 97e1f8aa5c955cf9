package sockproof.harness.exchange;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import sockproof.harness.process.FairDeadline;
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
   * @param starvedNanos time in which the two had no core so far; it does not count, as {@link
   *     FairDeadline} says
   */
  static long count(Endpoint first, Endpoint second, Exchange exchange, LongSupplier starvedNanos)
      throws IOException {
    SocketAddress a = SocketAddresses.of(first);
    SocketAddress b = SocketAddresses.of(second);
    long starvedBefore = starvedNanos.getAsLong();
    FairDeadline fair =
        new FairDeadline(exchange.deadline(), () -> starvedNanos.getAsLong() - starvedBefore);
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
          Duration left = fair.left();
          if (left.isZero()) {
            return count;
          }
          deadline = Deadline.after(left);
        }
      }
      return count;
    } catch (MessageException e) {
      throw new AssertionError("the plain message fits every charset", e);
    }
  }
}
