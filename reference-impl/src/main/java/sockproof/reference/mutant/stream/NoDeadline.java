package sockproof.reference.mutant.stream;

import java.time.Duration;
import sockproof.reference.net.Deadline;
import sockproof.reference.stream.StreamSteps;

/** Waits for a reply however long it takes. */
final class NoDeadline extends StreamSteps {
  @Override
  public Deadline replyDeadline(Duration timeout) {
    return Deadline.NEVER;
  }
}
