package sockproof.harness.check.transparent;

import java.util.Optional;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;

/** A finding whose oracle has to know the protocol. */
record UnknownReplies(String id) implements Check {
  @Override
  public Optional<String> notApplicable(Situation situation) {
    return Optional.of("--protocol transparent: the replies are not known");
  }

  @Override
  public Diagnosis examine(Lab lab) {
    throw new IllegalStateException("it is never applicable");
  }
}
