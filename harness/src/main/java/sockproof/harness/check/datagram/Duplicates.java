package sockproof.harness.check.datagram;

import java.time.Duration;
import java.util.List;
import sockproof.harness.check.Plans;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Step;
import sockproof.proxy.core.Bytes;

/** Cases in which the network delivers every reply twice. */
final class Duplicates {
  private static final Duration SECOND_SERVER_DELAY = Duration.ofMillis(100);

  private Duplicates() {}

  /** The exchange with every reply doubled. */
  static Exchange of(Exchange exchange) {
    return Plans.under(exchange, "duplicate: {to: client, copies: 1}");
  }

  /**
   * The first message, said to two servers: the second answers later, so that the copy of the first
   * one's reply comes while the client still waits.
   */
  static Exchange withTwoServers(Exchange exchange) {
    String message = exchange.messages().getFirst();
    String reply = exchange.text().uppercase(message);
    return exchange.withDialogue(
        List.of(
            step("a", message, reply, Duration.ZERO),
            step("b", message, reply + " (B)", SECOND_SERVER_DELAY)));
  }

  private static Step step(String server, String message, String reply, Duration delay) {
    return new Step(1, server, message, Bytes.empty(), List.of(reply), delay, Step.Then.NOTHING);
  }
}
