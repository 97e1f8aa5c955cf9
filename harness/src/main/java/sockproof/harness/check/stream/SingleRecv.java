package sockproof.harness.check.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Messages;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.check.stream.CutCases.Place;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.judge.Words;

/**
 * {@code single-recv}: one recv() is taken as one whole message. POSIX recv() may give less than a
 * message; so each message is cut at every place, then into three, then into its bytes.
 */
public final class SingleRecv implements Check {
  private static final int TELLING = 3;
  private static final int MAX_BYTE_BY_BYTE = 64;

  @Override
  public String id() {
    return "single-recv";
  }

  @Override
  public Set<String> explains() {
    return Set.of(
        "header-split",
        "delimiter-split",
        "utf8-split",
        "coalesced-messages",
        "message-truncated",
        "early-eof-accepted",
        "short-send",
        "resend-offset");
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return CutCases.offsets(situation.exchange(), Place.BODY).isEmpty()
        ? Optional.of("the messages are too short to be cut")
        : Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    List<Integer> offsets = CutCases.bodyOffsets(exchange);
    List<Trial> single = CutCases.sweep(lab, exchange, offsets, TELLING);
    lab.note("reads", ReadSizes.of(single.getFirst()));
    List<Trial> failing = single.stream().filter(this::shows).toList();
    if (failing.isEmpty()) {
      List<Trial> several = lab.runUntil(severalCuts(exchange, offsets), 1, this::shows);
      failing = several.stream().filter(this::shows).toList();
    }
    if (failing.isEmpty()) {
      return Diagnosis.pass(
          "%d cuts of a %s, one at a time and several, change nothing"
              .formatted(single.size(), CutCases.what(exchange)));
    }
    return Diagnosis.fail(
        why(exchange, failing),
        Words.quoted(Messages.towardsSubject(exchange)) + " taken whole, however it is cut",
        failing.getFirst().outcome().detail(),
        failing);
  }

  private static List<Exchange> severalCuts(Exchange exchange, List<Integer> offsets) {
    List<Exchange> cases = new ArrayList<>();
    List<Integer> sorted = offsets.stream().sorted().toList();
    int count = sorted.size();
    if (count >= 2) {
      cases.add(CutCases.cut(exchange, List.of(sorted.get(count / 3), sorted.get(2 * count / 3))));
      cases.add(CutCases.cut(exchange, List.of(sorted.getFirst(), sorted.getLast())));
    }
    // A longer message in single bytes takes long enough to meet the subject's own deadline.
    if (Messages.longestWireBytes(exchange) <= MAX_BYTE_BY_BYTE) {
      cases.add(CutCases.cut(exchange, sorted));
    }
    return cases;
  }

  private static String why(Exchange exchange, List<Trial> failing) {
    String what = CutCases.what(exchange);
    return CutCases.offsetOf(failing.getFirst())
        .map(offset -> "a %s that is cut after byte %d is not read whole".formatted(what, offset))
        .orElse("a " + what + " that comes in more than two pieces is not read whole");
  }

  @Override
  public boolean shows(Trial trial) {
    return CutCases.isTelling(trial);
  }
}
