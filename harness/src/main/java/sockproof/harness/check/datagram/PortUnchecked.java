package sockproof.harness.check.datagram;

import java.util.Optional;
import java.util.Set;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;

/**
 * Compares the host of a reply's source only. A forged one that differs in its port alone is taken
 * for the server's.
 */
public final class PortUnchecked implements Check {
  @Override
  public String id() {
    return "port-unchecked";
  }

  /** Who does not know a reply's sender cannot match the reply with its request either. */
  @Override
  public Set<String> explains() {
    return Set.of("pending-not-removed", "duplicate-desync", "late-reply-desync");
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return Forgeries.indistinct(situation, Forgeries.From.OTHER_PORT);
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    return Forgeries.diagnose(
        lab, Forgeries.From.OTHER_PORT, "the port of a reply's source is not compared");
  }

  @Override
  public boolean shows(Trial trial) {
    return Forgeries.isTaken(trial);
  }

  @Override
  public boolean isRight(Trial trial) {
    return Forgeries.isRefused(trial);
  }
}
