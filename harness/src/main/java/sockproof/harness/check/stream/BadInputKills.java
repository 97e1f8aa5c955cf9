package sockproof.harness.check.stream;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.check.Check;
import sockproof.harness.check.Conversations;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Step;
import sockproof.reference.message.Framing;
import sockproof.reference.message.MessageException;

/**
 * {@code bad-input-kills}: one message that is not ASCII, not UTF-8, empty, too long or cut short
 * ends the service. What one client sends may cost it its connection, never the others theirs.
 */
public final class BadInputKills implements Check {
  private static final int TOO_LONG_BYTES = 1_200_000;

  /** A length that no buffer has, and two that are negative where lengths have a sign. */
  private static final List<byte[]> BAD_LENGTHS =
      List.of(
          new byte[] {0x7f, -1, -1, -1, 'x'},
          new byte[] {-1, -1, -1, -1, 'x'},
          new byte[] {-128, 0, 0, 0, 'x'});

  @Override
  public String id() {
    return "bad-input-kills";
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    List<byte[]> inputs = inputs(exchange);
    // One server takes them all, each from a client of its own; only one that fails is looked at.
    Trial together = lab.run(with(exchange, inputs));
    if (!shows(together)) {
      return endings(lab)
          .orElse(Diagnosis.pass("it goes on after %d bad inputs".formatted(inputs.size())));
    }
    List<Trial> failing =
        new ArrayList<>(
            lab.runUntil(
                inputs.stream().map(input -> with(exchange, List.of(input))).toList(),
                1,
                this::shows));
    failing.removeIf(trial -> !shows(trial));
    failing.add(together);
    return fail("a message that is not as it should be ends the service", failing);
  }

  /** A server that ends, not by a signal, when a client is lost has no finding of its own. */
  private Optional<Diagnosis> endings(Lab lab) throws InterruptedException {
    List<Trial> trials = new ArrayList<>(EndCases.fins(lab));
    trials.addAll(EndCases.resets(lab));
    List<Trial> failing = trials.stream().filter(trial -> trial.is(Kind.ENDED)).toList();
    return failing.isEmpty()
        ? Optional.empty()
        : Optional.of(fail("a connection that ends inside a message ends the service", failing));
  }

  private static Diagnosis fail(String why, List<Trial> failing) {
    return Diagnosis.fail(
        why,
        "an answer to a fresh client afterwards",
        failing.getFirst().outcome().detail(),
        failing);
  }

  private static Exchange with(Exchange exchange, List<byte[]> inputs) {
    List<Step> steps = new ArrayList<>();
    for (byte[] input : inputs) {
      steps.add(Conversations.raw(steps.size() + 1, input, Step.Then.HALF_CLOSE_AND_READ_TO_END));
    }
    return exchange.withDialogue(steps);
  }

  private static List<byte[]> inputs(Exchange exchange) {
    Framing framing = exchange.framing();
    List<byte[]> inputs = new ArrayList<>();
    for (byte[] body :
        List.of(
            bytes("\u00ff\u00fe\u0080 not text"),
            bytes("caf\u00e9"),
            bytes("h\u00c3\u00a9llo"),
            bytes("\u0000\u0000\u0001"))) {
      inputs.add(framed(framing, fitted(framing, body)));
    }
    if (!(framing instanceof Framing.Fixed)) {
      inputs.add(framed(framing, new byte[0]));
      byte[] tooLong = new byte[TOO_LONG_BYTES];
      Arrays.fill(tooLong, (byte) 'x');
      inputs.add(framed(framing, tooLong));
    }
    if (framing instanceof Framing.LengthPrefix) {
      inputs.addAll(BAD_LENGTHS);
    }
    inputs.add(new byte[0]);
    return inputs;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] fitted(Framing framing, byte[] body) {
    if (!(framing instanceof Framing.Fixed(int size))) {
      return body;
    }
    byte[] fitted = Arrays.copyOf(body, size);
    Arrays.fill(fitted, Math.min(body.length, size), size, (byte) 'x');
    return fitted;
  }

  private static byte[] framed(Framing framing, byte[] body) {
    try {
      return framing.encode(body);
    } catch (MessageException e) {
      // A zero byte or a delimiter inside stays what it is: bad input.
      ByteArrayOutputStream plain = new ByteArrayOutputStream();
      plain.writeBytes(body);
      return plain.toByteArray();
    }
  }

  @Override
  public boolean shows(Trial trial) {
    return trial.is(Kind.ENDED)
        || trial.isCrashed()
        || (trial.evidence() instanceof Evidence.OfServer server && !server.answersAfterwards());
  }

  @Override
  public boolean isRight(Trial trial) {
    return !shows(trial);
  }
}
