package sockproof.harness.check.transparent;

import java.util.ArrayList;
import java.util.List;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.NotApplicableException;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.TraceEvent;

/**
 * {@code late-reply-desync}: the reply comes after the client has given up waiting and sent again;
 * it must not be taken for the reply to something else.
 */
final class LateReplyCheck extends BlindCheck {
  private static final long MARGIN_MILLIS = 100;
  private static final int REPLIES = 3;

  LateReplyCheck(Recording recording) {
    super("late-reply-desync", recording);
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Trial lost = lab.run(under(lab, "drop: {to: client, nth: [1], when: {connection: 1}}"));
    List<Long> sent =
        history(lost).events(TraceEvent.Kind.RECEIVED).stream()
            .filter(event -> event.direction() == Direction.TO_SERVER)
            .map(TraceEvent::nanos)
            .limit(2)
            .toList();
    if (sent.size() < 2) {
      throw new NotApplicableException("it sends nothing more when a reply does not come in time");
    }
    long delayMillis = (sent.get(1) - sent.get(0)) / 1_000_000 + MARGIN_MILLIS;
    lab.note("timeout-ms", delayMillis - MARGIN_MILLIS);
    List<Exchange> cases = new ArrayList<>();
    // Where every reply is late, the answer to what was sent again comes while it waits for
    // another.
    cases.add(under(lab, "latency: {to: client, delay: %dms}".formatted(delayMillis)));
    for (int nth = 1; nth <= REPLIES; nth++) {
      cases.add(
          under(
              lab,
              "latency: {to: client, delay: %dms, when: {nth: %d}}".formatted(delayMillis, nth)));
    }
    List<Trial> failing = lab.runAll(cases).stream().filter(this::shows).toList();
    return failing.isEmpty()
        ? Diagnosis.pass("a reply that comes after it has sent again is not taken for another")
        : Diagnosis.fail(
            "a reply that comes too late is taken for another",
            expected() + ", or an error",
            failing.getFirst().outcome().detail(),
            failing);
  }

  @Override
  public boolean shows(Trial trial) {
    return trial.outcome().kind() == Kind.WRONG;
  }

  @Override
  public boolean isRight(Trial trial) {
    return trial.isIntact() || trial.outcome().kind() == Kind.ERROR;
  }
}
