package sockproof.harness.exchange;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.Optional;
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

  /** How many datagrams the two sent each other, until silence, the deadline or a limit. */
  static long count(Endpoint first, Endpoint second, Exchange exchange) throws IOException {
    SocketAddress a = SocketAddresses.of(first);
    SocketAddress b = SocketAddresses.of(second);
    Deadline deadline = Deadline.after(exchange.deadline());
    long count = 0;
    try (DatagramEndpoint between = Datagrams.client(a)) {
      between.send(exchange.text().encode(Texts.plainMessage(new Framing.Line())), a, deadline);
      while (count < MAX_DATAGRAMS) {
        Optional<ReceivedDatagram> answer =
            between.receive(DatagramEndpoint.WHOLE_DATAGRAM_BYTES, deadline);
        if (answer.isEmpty()) {
          return count;
        }
        count++;
        SocketAddress other = answer.get().source().equals(a) ? b : a;
        between.send(answer.get().payload(), other, deadline);
      }
      return count;
    } catch (MessageException e) {
      throw new AssertionError("the plain message fits every charset", e);
    }
  }
}
