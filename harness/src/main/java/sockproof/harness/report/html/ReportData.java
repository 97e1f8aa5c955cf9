package sockproof.harness.report.html;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sockproof.harness.results.Demand;
import sockproof.harness.results.Entry;
import sockproof.harness.results.Results;
import sockproof.harness.results.Results.Kind;
import sockproof.harness.run.CaseResult.Status;
import sockproof.harness.trace.Observation;
import tools.jackson.databind.json.JsonMapper;

/**
 * The data of the report's page: an index of all cases, which the page reads at once, and their
 * details in chunks, which it reads as somebody opens a case.
 */
final class ReportData {
  /** In the order of the page's own list, the worst last. */
  private static final List<Status> STATUSES =
      List.of(
          Status.PASSED,
          Status.KNOWN,
          Status.WARNED,
          Status.SKIPPED,
          Status.INCONCLUSIVE,
          Status.FAILED);

  /** How many cases are in one chunk of details. */
  private static final int CHUNK = 64;

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private ReportData() {}

  private record Row(String id, String title, Demand requirement, List<String> finds) {}

  @JsonInclude(Include.NON_EMPTY)
  private record Details(
      long seed,
      String note,
      String role,
      String network,
      String framing,
      List<String> faults,
      String expected,
      String observed,
      String replay,
      @Nullable Observation observation) {}

  /** The index. A case is an array: row, subject, status, the values in brackets, milliseconds. */
  static String index(Results results) {
    Map<String, Integer> rows = new LinkedHashMap<>();
    Map<String, Integer> subjects = new LinkedHashMap<>();
    List<Row> scenarios = new ArrayList<>();
    List<List<Object>> cases = new ArrayList<>();
    for (Entry entry : results.entries()) {
      if (!rows.containsKey(entry.scenario())) {
        rows.put(entry.scenario(), rows.size());
        scenarios.add(new Row(entry.scenario(), entry.title(), entry.requirement(), entry.finds()));
      }
      subjects.putIfAbsent(entry.subject(), subjects.size());
      cases.add(
          List.of(
              rows.get(entry.scenario()),
              subjects.get(entry.subject()),
              STATUSES.indexOf(entry.status()),
              entry.id().substring(Math.min(entry.scenario().length(), entry.id().length())),
              entry.elapsedMillis()));
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("kind", results.kind() == Kind.RUN ? "run" : "check");
    root.put("tool", results.tool());
    root.put("seed", results.seed());
    root.put("verdict", results.verdict());
    root.put("interrupted", results.interrupted());
    root.put("subjects", subjects.keySet());
    root.put("scenarios", scenarios);
    root.put("chunk", CHUNK);
    root.put("cases", cases);
    return MAPPER.writeValueAsString(root);
  }

  /** The details, one chunk after the other, each a JSON array. */
  static Iterable<byte[]> details(Results results) {
    List<Entry> entries = results.entries();
    int chunks = (entries.size() + CHUNK - 1) / CHUNK;
    return () ->
        Stream.iterate(0, chunk -> chunk < chunks, chunk -> chunk + 1)
            .map(
                chunk ->
                    entries.subList(chunk * CHUNK, Math.min((chunk + 1) * CHUNK, entries.size())))
            .map(part -> MAPPER.writeValueAsBytes(part.stream().map(ReportData::of).toList()))
            .iterator();
  }

  private static Details of(Entry entry) {
    return new Details(
        entry.seed(),
        entry.note(),
        entry.role(),
        entry.network(),
        entry.framing(),
        entry.faults(),
        entry.expected(),
        entry.observed(),
        entry.replay(),
        entry.observation());
  }
}
