package sockproof.harness.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import sockproof.harness.run.CaseResult;
import sockproof.harness.run.CaseResult.Status;
import sockproof.harness.run.SuiteResult;
import sockproof.harness.scenario.Scenario;
import sockproof.proxy.trace.TraceEvent;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The results of {@code run} as JSON. */
public final class ResultsJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ResultsJson() {}

  /**
   * The whole document.
   *
   * @param tool the program's name and version
   * @param replayOf gives the line that repeats a case
   */
  public static String write(
      String tool, SuiteResult suite, Function<CaseResult, String> replayOf) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("schema", 1);
    root.put("tool", tool);
    root.put("seed", suite.seed());
    root.put("verdict", verdict(suite));
    root.put("interrupted", suite.interrupted());
    Map<String, Object> counts = new LinkedHashMap<>();
    for (Status status : Status.values()) {
      counts.put(status.word(), suite.count(status));
    }
    root.put("counts", counts);
    List<Object> cases = new ArrayList<>();
    suite.results().forEach(result -> cases.add(caseOf(result, replayOf)));
    root.put("cases", cases);
    return MAPPER.writeValueAsString(root) + "\n";
  }

  private static String verdict(SuiteResult suite) {
    if (suite.count(Status.FAILED) > 0) {
      return "fail";
    }
    return suite.count(Status.INCONCLUSIVE) > 0 ? "inconclusive" : "pass";
  }

  private static Map<String, Object> caseOf(
      CaseResult result, Function<CaseResult, String> replayOf) {
    Scenario scenario = result.run().scenario();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", scenario.id());
    json.put("scenario", scenario.fileId());
    json.put("subject", result.run().subject().name());
    json.put("status", result.status().word());
    json.put("verdict", result.judgement().verdict().word());
    json.put("title", scenario.title());
    json.put(
        "requirement",
        Map.of(
            "level", scenario.requirement().level().name(),
            "text", scenario.requirement().text(),
            "source", scenario.requirement().source()));
    json.put("finds", scenario.finds());
    json.put("elapsedMillis", result.elapsedMillis());
    if (!result.note().isEmpty()) {
      json.put("note", result.note());
    }
    if (result.status() != Status.PASSED && result.status() != Status.SKIPPED) {
      json.put("faults", scenario.faultsYaml());
      json.put("expected", result.judgement().expected());
      json.put("observed", result.judgement().observed());
      json.put("replay", replayOf.apply(result));
      Map<String, Object> histories = new LinkedHashMap<>();
      result
          .histories()
          .forEach(
              (name, history) ->
                  histories.put(
                      name, history.events().stream().map(TraceEvent::toString).toList()));
      json.put("history", histories);
      json.put("stdout", result.stdout());
      json.put("stderr", result.stderr());
    }
    return json;
  }
}
