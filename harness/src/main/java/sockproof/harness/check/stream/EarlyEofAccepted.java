package sockproof.harness.check.stream;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Evidence.StepResult;
import sockproof.harness.exchange.Exchange;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.TraceEvent;
import sockproof.reference.message.Framing;

/**
 * {@code early-eof-accepted}: a message cut short by FIN is taken as complete. FIN says that the
 * rest will never come (RFC 9293 section 3.6), not that the message is over. With the framing
 * {@code eof} it says just that; there a reset takes its place.
 */
public final class EarlyEofAccepted implements Check {
  /** What a server answers to fewer characters may be anything. */
  private static final int TELLING_CHARACTERS = 3;

  @Override
  public String id() {
    return "early-eof-accepted";
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    Exchange exchange = situation.exchange();
    if (!(exchange.framing() instanceof Framing.Eof)) {
      return Optional.empty();
    }
    if (exchange.network().isUnix() || !EndCases.isClient(exchange)) {
      return Optional.of(
          "with the framing eof a FIN inside a message looks like its end"
              + (EndCases.isClient(exchange) ? "" : ", and a client that resets hears no answer"));
    }
    return Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    boolean byReset = lab.situation().exchange().framing() instanceof Framing.Eof;
    List<Trial> trials = byReset ? EndCases.resets(lab) : EndCases.fins(lab);
    List<Trial> failing = trials.stream().filter(this::shows).toList();
    String end = byReset ? "a reset" : "FIN";
    String what = CutCases.what(lab.situation().exchange());
    if (failing.isEmpty()) {
      return Diagnosis.pass(
          "%s in %d places of a %s is not taken for its end".formatted(end, trials.size(), what));
    }
    return Diagnosis.fail(
        "a %s that is cut short by %s is taken as a whole one".formatted(what, end),
        EndCases.isClient(lab.situation().exchange())
            ? "an error, told by a non-zero exit status"
            : "no answer to a part of a message",
        failing.getFirst().outcome().detail(),
        failing);
  }

  @Override
  public boolean shows(Trial trial) {
    if (passedBytes(trial) == 0) {
      return false; // Nothing was cut short: the end came before the message.
    }
    return EndCases.isClient(trial.exchange())
        ? trial.is(Kind.WRONG)
        : trial.steps().stream().anyMatch(step -> isAnswered(step, trial));
  }

  @Override
  public boolean isRight(Trial trial) {
    return EndCases.isClient(trial.exchange())
        ? trial.is(Kind.ERROR)
        : trial.isIntact() || trial.is(Kind.ERROR);
  }

  private static boolean isAnswered(StepResult result, Trial trial) {
    String part = partInUppercase(trial);
    return part.length() >= TELLING_CHARACTERS
        && (result.partial().contains(part)
            || result.replies().stream().anyMatch(reply -> reply.strip().startsWith(part)));
  }

  /** The text that reached the server, as it would answer it. */
  private static String partInUppercase(Trial trial) {
    Exchange exchange = trial.exchange();
    byte[] wire = EndCases.firstOnWire(exchange);
    int from = exchange.framing() instanceof Framing.LengthPrefix ? 4 : 0;
    int to = (int) Math.min(passedBytes(trial), wire.length);
    String part = to <= from ? "" : new String(wire, from, to - from, StandardCharsets.ISO_8859_1);
    return exchange.text().uppercase(part.strip());
  }

  /** How much reached the subject before the end. */
  private static long passedBytes(Trial trial) {
    Direction towards =
        EndCases.isClient(trial.exchange()) ? Direction.TO_CLIENT : Direction.TO_SERVER;
    return trial.evidence().histories().values().stream()
        .flatMap(history -> history.events(TraceEvent.Kind.DELIVERED).stream())
        .filter(event -> event.direction() == towards)
        .mapToLong(event -> event.bytes().length())
        .sum();
  }
}
