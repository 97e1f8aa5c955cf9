package sockproof.harness.check.datagram;

import java.time.Duration;
import java.util.List;
import sockproof.harness.check.Conversations;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Step;
import sockproof.proxy.core.Bytes;

/**
 * Cases in which a server gets a datagram that is no message, and then another client's request.
 */
final class BadDatagrams {
  private BadDatagrams() {}

  /** A datagram by one client, whose answer nobody waits for, then the requests of another. */
  static Exchange before(Exchange exchange, byte[] datagram) {
    String request = exchange.messages().getFirst();
    Step ask = Conversations.ask(request, exchange.text());
    return exchange.withDialogue(
        List.of(
            datagram.length == 0
                ? step(1, "", Bytes.empty(), List.of())
                : Conversations.step(1, null, Bytes.of(datagram), List.of(), Step.Then.NOTHING),
            step(2, request, Bytes.empty(), ask.replies())));
  }

  private static Step step(int client, String say, Bytes raw, List<String> replies) {
    return new Step(client, "a", say, raw, replies, Duration.ZERO, Step.Then.NOTHING);
  }
}
