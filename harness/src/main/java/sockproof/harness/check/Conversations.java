package sockproof.harness.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Step;
import sockproof.harness.exchange.Texts;
import sockproof.proxy.core.Bytes;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;

/** Makes dialogues for cases. */
public final class Conversations {
  private static final List<String> MORE = List.of("second message", "and a third one");

  private Conversations() {}

  /** A step that says a message and expects its uppercase form. */
  public static Step ask(String message, TextRules text) {
    return Step.of(message, text.uppercase(message));
  }

  /** Plain steps for messages. */
  public static List<Step> asking(List<String> messages, TextRules text) {
    return messages.stream().map(message -> ask(message, text)).toList();
  }

  /** The exchange with so many different messages, the user's own first. */
  public static Exchange withMessages(Exchange exchange, int count) {
    List<String> messages = new ArrayList<>(exchange.messages());
    for (int i = messages.size(); i < count; i++) {
      String more = i <= MORE.size() ? MORE.get(i - 1) : "message number " + (i + 1);
      messages.add(fitted(more, i, exchange.framing()));
    }
    return exchange.withDialogue(asking(messages, exchange.text()));
  }

  /** The exchange with one message that takes so many bytes on the wire. */
  public static Exchange withWireBytes(Exchange exchange, int wireBytes) {
    String message =
        Texts.positionCodedOnWire(wireBytes, exchange.framing(), exchange.network().isStream());
    return exchange.withDialogue(List.of(ask(message, exchange.text())));
  }

  private static String fitted(String text, int index, Framing framing) {
    if (!(framing instanceof Framing.Fixed(int size))) {
      return text;
    }
    String start = (char) ('b' + index % 24) + text;
    return start.length() >= size
        ? start.substring(0, size)
        : start + Texts.positionCoded(size - start.length());
  }

  /** The exchange with its first message only. */
  public static Exchange withFirstMessage(Exchange exchange) {
    return exchange.withDialogue(exchange.dialogue().subList(0, 1));
  }

  /** A step in which bytes without framing are sent, and no reply is expected. */
  public static Step raw(int client, byte[] bytes, Step.Then then) {
    return step(client, null, Bytes.of(bytes), List.of(), then);
  }

  /** A step with every part given. */
  public static Step step(
      int client, @Nullable String say, Bytes raw, List<String> replies, Step.Then then) {
    return new Step(client, "a", say, raw, replies, Duration.ZERO, then);
  }
}
