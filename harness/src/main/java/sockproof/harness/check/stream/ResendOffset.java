package sockproof.harness.check.stream;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.NotApplicableException;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;

/**
 * {@code resend-offset}: after a partial send() it goes on at the wrong place, so that bytes arrive
 * twice or shifted. The next send() starts at the first byte that was not taken (POSIX send()).
 */
public final class ResendOffset implements Check {
  @Override
  public String id() {
    return "resend-offset";
  }

  @Override
  public Set<String> explains() {
    return Set.of(
        "short-send", "message-truncated", "exact-buffer-size", "no-deadline", "write-deadlock");
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return ShortSend.notUnderPressure(situation);
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Trial trial =
        FlowCases.underPressure(lab)
            .orElseThrow(
                () ->
                    new NotApplicableException(
                        "it refuses as many messages as a send buffer does not take"));
    if (!shows(trial)) {
      return Diagnosis.pass("through a small window each byte is sent once, in its place");
    }
    return Diagnosis.fail(
        "after a partial send() it goes on at the wrong place",
        "each byte once",
        "from byte %d on others come; %s"
            .formatted(Sent.of(trial).offset(), trial.outcome().detail()),
        List.of(trial));
  }

  @Override
  public boolean shows(Trial trial) {
    return Sent.of(trial).kind() == Sent.Kind.SHIFTED;
  }

  @Override
  public boolean isRight(Trial trial) {
    return Sent.of(trial).kind() == Sent.Kind.WHOLE;
  }
}
