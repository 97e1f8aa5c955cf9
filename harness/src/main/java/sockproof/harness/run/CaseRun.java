package sockproof.harness.run;

import sockproof.harness.scenario.Scenario;
import sockproof.harness.subject.Subject;

/** One case with one subject. */
public record CaseRun(Scenario scenario, Subject subject) {}
