package sockproof.harness.report;

import java.util.function.Function;
import sockproof.harness.results.Demand;
import sockproof.harness.results.Entry;
import sockproof.harness.results.Results;
import sockproof.harness.results.Results.Kind;
import sockproof.harness.run.CaseResult;
import sockproof.harness.run.CaseResult.Status;
import sockproof.harness.run.SuiteResult;
import sockproof.harness.scenario.Requirement;
import sockproof.harness.scenario.Scenario;

/** The results of {@code run} as reports take them. */
public final class RunResults {
  private RunResults() {}

  /**
   * The results.
   *
   * @param tool the program's name and version
   * @param replayOf gives the line that repeats a case
   */
  public static Results of(String tool, SuiteResult suite, Function<CaseResult, String> replayOf) {
    return new Results(
        Kind.RUN,
        tool,
        suite.seed(),
        verdict(suite),
        suite.interrupted(),
        suite.results().stream()
            .map(result -> entry(result, suite.seed(), replayOf.apply(result)))
            .toList());
  }

  private static String verdict(SuiteResult suite) {
    if (suite.count(Status.FAILED) > 0) {
      return "fail";
    }
    return suite.count(Status.INCONCLUSIVE) > 0 ? "inconclusive" : "pass";
  }

  private static Entry entry(CaseResult result, long seed, String replay) {
    Scenario scenario = result.run().scenario();
    Requirement requirement = scenario.requirement();
    boolean stream = scenario.exchange().network().isStream();
    return new Entry(
        scenario.id(),
        scenario.fileId(),
        result.run().subject().name(),
        result.status(),
        result.judgement().verdict().word(),
        scenario.title(),
        new Demand(requirement.level().name(), requirement.text(), requirement.source()),
        scenario.finds(),
        result.elapsedMillis(),
        seed,
        result.note(),
        scenario.exchange().underTest().word(),
        scenario.exchange().network().medium().word(),
        stream ? scenario.exchange().framing().word() : "",
        ReplayLine.relative(scenario.file()),
        scenario.faultsYaml(),
        result.judgement().expected(),
        result.judgement().observed(),
        replay,
        result.observation().orElse(null));
  }
}
