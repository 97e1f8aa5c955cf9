package sockproof.harness.check.stream;

import java.util.List;
import java.util.Optional;
import sockproof.harness.check.Check;
import sockproof.harness.check.Conversations;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.NotApplicableException;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.check.stream.CutCases.Place;
import sockproof.harness.exchange.Exchange;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;

/**
 * {@code utf8-split}: text is decoded piece by piece, so that a character whose bytes (RFC 3629)
 * come in two pieces is lost. A subject that understands no more than ASCII cannot have it.
 */
public final class Utf8Split implements Check {
  // Characters of two, three and four bytes, which have no case.
  private static final String TEXT = "a \u00b1 b \u2260 c \ud83d\ude80 d";

  private static final int TELLING = 2;

  @Override
  public String id() {
    return "utf8-split";
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    boolean fits =
        !(situation.exchange().framing() instanceof Framing.Fixed(int size))
            || size >= bytes(TEXT.substring(0, 3));
    return fits ? Optional.empty() : Optional.of("the messages are too short for such characters");
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange exchange = withCharacters(lab.situation().exchange());
    if (!lab.run(exchange).isIntact()) {
      throw new NotApplicableException("it does not carry text beyond ASCII");
    }
    List<Integer> offsets = CutCases.offsets(exchange, Place.CHARACTER);
    List<Trial> failing =
        CutCases.sweep(lab, exchange, offsets, TELLING).stream().filter(this::shows).toList();
    if (failing.isEmpty()) {
      return Diagnosis.pass("%d cuts inside characters change nothing".formatted(offsets.size()));
    }
    return Diagnosis.fail(
        "a character of several bytes is lost where its bytes come in two pieces",
        "text decoded when its bytes are complete",
        failing.getFirst().outcome().detail(),
        failing);
  }

  /** The user's own messages where they have such characters; otherwise one that has. */
  private static Exchange withCharacters(Exchange exchange) {
    if (!CutCases.offsets(exchange, Place.CHARACTER).isEmpty()) {
      return exchange;
    }
    String text = TEXT;
    if (exchange.framing() instanceof Framing.Fixed(int size)) {
      text = fitted(size);
    }
    return exchange
        .withText(TextRules.UTF_8)
        .withDialogue(List.of(Conversations.ask(text, TextRules.UTF_8)));
  }

  private static String fitted(int size) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < TEXT.length(); i = TEXT.offsetByCodePoints(i, 1)) {
      String character = Character.toString(TEXT.codePointAt(i));
      if (bytes(text + character) <= size) {
        text.append(character);
      }
    }
    return text + "x".repeat(size - bytes(text.toString()));
  }

  private static int bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
  }

  @Override
  public boolean shows(Trial trial) {
    return CutCases.isTelling(trial);
  }
}
