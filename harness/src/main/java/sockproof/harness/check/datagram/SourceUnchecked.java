package sockproof.harness.check.datagram;

import java.util.Optional;
import java.util.Set;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.judge.Verdict;

/** Accepts a reply from any address. A forged one from elsewhere is taken for the server's. */
public final class SourceUnchecked implements Check {
  @Override
  public String id() {
    return "source-unchecked";
  }

  /** Who takes whatever comes takes strays, copies, late replies and empty datagrams as well. */
  @Override
  public Set<String> explains() {
    return Set.of(
        "port-unchecked",
        "host-unchecked",
        "stray-ends-wait",
        "queued-before-connect",
        "pending-not-removed",
        "duplicate-desync",
        "late-reply-desync",
        "empty-datagram-ends");
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Situation situation = lab.situation();
    Diagnosis diagnosis =
        Forgeries.diagnose(lab, Forgeries.stranger(situation), "a reply is taken from any address");
    lab.note("filtering", filtering(situation, diagnosis));
    return diagnosis;
  }

  private static String filtering(Situation situation, Diagnosis diagnosis) {
    if (diagnosis.verdict() == Verdict.FAIL) {
      return "none";
    }
    return situation.connected() ? "connected" : "address-match";
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
