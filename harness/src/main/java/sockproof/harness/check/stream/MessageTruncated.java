package sockproof.harness.check.stream;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;

/**
 * {@code message-truncated}: a message longer than some fixed buffer is cut, or never read to its
 * end. One that is refused with an error is not cut.
 */
public final class MessageTruncated implements Check {
  /** A size that takes so many times as long as the sizes before let expect has run into a wait. */
  private static final int LATE_FACTOR = 4;

  private static final long LATE_NANOS = 700_000_000;

  /** What tells a wait from a refusal where a case stands alone. */
  private static final long ALONE_NANOS = 1_500_000_000;

  /** So much more a message has that is tried after the longest. */
  private static final int STEP_BYTES = 20_000;

  @Override
  public String id() {
    return "message-truncated";
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return SizeCases.notApplicable(situation);
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Map<Integer, Trial> trials = SizeCases.ascending(lab);
    long baselineNanos = lab.situation().baselineMillis() * 1_000_000;
    long deadlineNanos = lab.situation().exchange().deadline().toNanos();
    List<Trial> failing = new ArrayList<>();
    int whole = EndCases.firstOnWire(lab.situation().exchange()).length;
    long wholeNanos = baselineNanos;
    for (Map.Entry<Integer, Trial> trial : trials.entrySet()) {
      long elapsedNanos = trial.getValue().evidence().subject().elapsedNanos();
      if (trial.getValue().isIntact()) {
        whole = trial.getKey();
        wholeNanos = Math.max(elapsedNanos - baselineNanos, 0);
        failing.clear();
      } else {
        long expectedNanos = LATE_FACTOR * wholeNanos * trial.getKey() / whole;
        long late = baselineNanos + LATE_NANOS + expectedNanos;
        boolean tooSlow = trial.getValue().isOverdue() && late > deadlineNanos;
        if (!tooSlow && !trial.getValue().isCrashed() && SizeCases.isCut(trial.getValue(), late)) {
          failing.add(trial.getValue());
        }
      }
    }
    // One size alone may be that of a buffer; a cut one is followed by others.
    if (failing.size() == 1 && isLongest(failing.getFirst(), trials)) {
      Trial longer = lab.run(SizeCases.of(lab, SizeCases.sizeOf(failing.getFirst()) + STEP_BYTES));
      if (shows(longer)) {
        failing.add(longer);
      }
    }
    if (failing.size() < 2) {
      return Diagnosis.pass("messages of up to %d bytes come out whole".formatted(whole));
    }
    return Diagnosis.fail(
        "a %s of more than %d bytes is cut"
            .formatted(CutCases.what(lab.situation().exchange()), whole),
        "a message of any size taken whole, or refused with an error",
        failing.getFirst().outcome().detail(),
        failing);
  }

  private static boolean isLongest(Trial trial, Map<Integer, Trial> trials) {
    return Collections.max(trials.keySet()) == SizeCases.sizeOf(trial);
  }

  @Override
  public boolean shows(Trial trial) {
    return !trial.isIntact() && !trial.isCrashed() && SizeCases.isCut(trial, ALONE_NANOS);
  }
}
