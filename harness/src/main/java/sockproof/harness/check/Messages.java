package sockproof.harness.check;

import java.util.List;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Role;
import sockproof.reference.message.MessageException;

/** The messages that reach a subject, as they are on the wire. */
public final class Messages {
  private Messages() {}

  /** The messages that travel to the subject: replies for a client, requests for a server. */
  public static List<String> towardsSubject(Exchange exchange) {
    return exchange.underTest() == Role.CLIENT ? exchange.replies() : exchange.messages();
  }

  /** One message with its framing; for datagrams the payload. */
  public static byte[] onWire(Exchange exchange, String message) {
    try {
      byte[] bytes = exchange.text().encode(message);
      return exchange.network().isStream() ? exchange.framing().encode(bytes) : bytes;
    } catch (MessageException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The size on the wire of the longest message towards the subject. */
  public static int longestWireBytes(Exchange exchange) {
    return towardsSubject(exchange).stream()
        .mapToInt(message -> onWire(exchange, message).length)
        .max()
        .orElse(0);
  }

  /** The word for `to:` in faults that concern what reaches the subject. */
  public static String subjectSide(Exchange exchange) {
    return exchange.underTest() == Role.CLIENT ? "client" : "server";
  }

  /** The word for `to:` in faults that concern what the subject sends. */
  public static String peerSide(Exchange exchange) {
    return exchange.underTest() == Role.CLIENT ? "server" : "client";
  }
}
