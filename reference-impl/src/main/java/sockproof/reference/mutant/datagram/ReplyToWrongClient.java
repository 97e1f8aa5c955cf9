package sockproof.reference.mutant.datagram;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sockproof.reference.datagram.DatagramServerSteps;
import sockproof.reference.net.DatagramEndpoint;
import sockproof.reference.net.Deadline;
import sockproof.reference.net.ReceivedDatagram;

/**
 * Collects requests for a short time, or until two clients have asked, and answers all of them to
 * whoever sent the last one.
 */
final class ReplyToWrongClient extends DatagramServerSteps {
  private static final Duration COLLECT = Duration.ofMillis(150);
  private static final int MAX_COLLECTED = 64;

  @Override
  public List<ReceivedDatagram> gather(ReceivedDatagram request, DatagramEndpoint socket)
      throws IOException {
    List<ReceivedDatagram> collected = new ArrayList<>(List.of(request));
    Deadline end = Deadline.after(COLLECT);
    while (collected.size() < MAX_COLLECTED && !isMixed(collected)) {
      Optional<ReceivedDatagram> next = socket.receive(bufferBytes(), end);
      if (next.isEmpty()) {
        break;
      }
      collected.add(next.get());
    }
    ReceivedDatagram last = collected.getLast();
    return collected.stream().map(one -> to(last, one)).toList();
  }

  private static boolean isMixed(List<ReceivedDatagram> requests) {
    return requests.stream().map(ReceivedDatagram::source).distinct().count() > 1;
  }

  private static ReceivedDatagram to(ReceivedDatagram last, ReceivedDatagram one) {
    return new ReceivedDatagram(one.payload(), last.source(), last.destination(), false);
  }
}
