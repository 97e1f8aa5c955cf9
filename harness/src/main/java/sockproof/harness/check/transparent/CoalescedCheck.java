package sockproof.harness.check.transparent;

import java.util.List;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.NotApplicableException;
import sockproof.harness.check.Trial;
import sockproof.proxy.trace.TraceEvent;

/**
 * {@code coalesced-messages}: what came in several segments comes in one. Without knowing the
 * protocol nobody can tell which of what is said could meet, so everything is held for a while.
 */
final class CoalescedCheck extends BlindCheck {
  private static final long LEAST_HOLD_MILLIS = 50;

  /** More than programs pause between two things that they say. */
  private static final long MOST_HOLD_MILLIS = 250;

  /** So long all that is said to the program may take together. */
  private static final long ALL_MILLIS = 1000;

  CoalescedCheck(Recording recording) {
    super("coalesced-messages", recording);
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    int said = Math.max(recording().saidToSubject().size(), 1);
    long holdMillis = Math.clamp(ALL_MILLIS / said, LEAST_HOLD_MILLIS, MOST_HOLD_MILLIS);
    String side = recording().subjectSide();
    Trial trial = lab.run(under(lab, "coalesce: {to: %s, hold: %dms}".formatted(side, holdMillis)));
    if (!isCoalesced(trial)) {
      throw new NotApplicableException(
          "it is never told two things in a row, so none can arrive together");
    }
    if (trial.isIntact()) {
      return Diagnosis.pass("what arrives together is taken like what arrives apart");
    }
    Trial apart = lab.run(under(lab, "latency: {to: %s, delay: %dms}".formatted(side, holdMillis)));
    if (!apart.isIntact()) {
      throw new NotApplicableException(
          "it does not wait for as long as it takes that two things arrive together");
    }
    return fail("what arrives together changes the result", List.of(trial));
  }

  private boolean isCoalesced(Trial trial) {
    return pieces(trial, TraceEvent.Kind.DELIVERED) < pieces(trial, TraceEvent.Kind.RECEIVED);
  }

  private long pieces(Trial trial, TraceEvent.Kind kind) {
    return history(trial).events(kind).stream()
        .filter(event -> event.direction() == recording().toSubject())
        .count();
  }
}
