package sockproof.harness.check.transparent;

import java.util.List;
import java.util.Set;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.TraceEvent;

/**
 * {@code loss-hang}: every reply is lost. {@code no-retry}: one request, or one reply, is lost.
 *
 * <p>Many programs wait five seconds before they send again, as long as a case usually lasts. So a
 * wait that outlasts the case is none for ever unless it outlasts a longer one as well, and it is
 * no giving up.
 */
final class LossCheck extends BlindCheck {
  private static final String ALL_LOST = "drop: {to: client}";
  private static final int LONGER = 2;

  private final boolean every;

  private LossCheck(String id, Recording recording, boolean every) {
    super(id, recording);
    this.every = every;
  }

  static LossCheck hang(Recording recording) {
    return new LossCheck("loss-hang", recording, true);
  }

  static LossCheck noRetry(Recording recording) {
    return new LossCheck("no-retry", recording, false);
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    List<Trial> trials =
        every
            ? List.of(lab.run(under(lab, ALL_LOST)))
            : lab.runAll(
                List.of(
                    under(lab, "drop: {to: server, nth: [1], when: {connection: 1}}"),
                    under(lab, "drop: {to: client, nth: [1], when: {connection: 1}}")));
    List<Trial> failing = trials.stream().filter(this::shows).toList();
    if (failing.isEmpty() || (every && !waitsLonger(lab))) {
      return Diagnosis.pass(
          every ? "it does not wait for ever for a lost reply" : "it makes up for a lost datagram");
    }
    return every
        ? Diagnosis.fail(
            "without a reply it still waits at the deadline",
            "an error before the deadline",
            failing.getFirst().outcome().detail(),
            failing)
        : fail("one lost datagram changes the result", failing);
  }

  private boolean waitsLonger(Lab lab) throws InterruptedException {
    Exchange exchange = under(lab, ALL_LOST);
    return shows(lab.run(exchange.withDeadline(exchange.deadline().multipliedBy(LONGER))));
  }

  /** One that sends again has a deadline of its own, whether it is over by now or not. */
  @Override
  public boolean shows(Trial trial) {
    boolean waits = trial.outcome().kind() == Kind.HUNG;
    return every ? waits && !sendsAgain(trial) : !waits && !trial.isIntact();
  }

  private static boolean sendsAgain(Trial trial) {
    List<Bytes> sent =
        history(trial).events(TraceEvent.Kind.RECEIVED).stream()
            .filter(event -> event.direction() == Direction.TO_SERVER)
            .map(TraceEvent::bytes)
            .toList();
    return sent.stream().distinct().count() < sent.size();
  }

  @Override
  public boolean isRight(Trial trial) {
    return every ? trial.outcome().kind() == Kind.ERROR : trial.isIntact();
  }

  @Override
  public Set<String> explains() {
    return every ? Set.of("no-retry", "icmp-kills") : Set.of("icmp-kills");
  }
}
