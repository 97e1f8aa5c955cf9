package sockproof.harness.run;

import java.util.Optional;
import java.util.Set;
import sockproof.harness.scenario.Scenario;
import sockproof.harness.subject.Subject;
import sockproof.harness.subject.SubjectLauncher;
import sockproof.proxy.plan.Capability;

/** One case with one subject. */
public record CaseRun(Scenario scenario, Subject subject) {
  /**
   * Why it cannot be run here, if so: a program that is not installed, a privilege that this
   * process has not.
   *
   * @param capabilities what relays can do here beyond ordinary sockets
   */
  public Optional<String> missing(Set<Capability> capabilities) {
    return SubjectLauncher.missing(subject).or(() -> scenario.missing(capabilities));
  }
}
