package sockproof.harness.results;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sockproof.harness.results.Results.Kind;
import sockproof.harness.run.CaseResult.Status;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The results file: the JSON of {@code run}, which this also writes, and that of {@code check}. */
public final class ResultsFile {
  private static final int SCHEMA = 1;
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private ResultsFile() {}

  /** Writes the results of a run, or of several results together. */
  public static void write(Results results, Path file) throws IOException {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("schema", SCHEMA);
    root.put("tool", results.tool());
    root.put("kind", results.kind() == Kind.RUN ? "run" : "check");
    root.put("seed", results.seed());
    root.put("verdict", results.verdict());
    root.put("interrupted", results.interrupted());
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Status status : Status.values()) {
      counts.put(status.word(), results.count(status));
    }
    root.put("counts", counts);
    root.put("cases", results.entries());
    try (Writer out = Files.newBufferedWriter(file)) {
      MAPPER.writeValue(out, root);
    }
  }

  /**
   * Reads results.
   *
   * @throws ResultsException for a file that holds no results
   */
  public static Results read(Path file) throws IOException {
    JsonNode root;
    try (var in = Files.newInputStream(file)) {
      root = MAPPER.readTree(in);
      return of(root, file.toString());
    } catch (JacksonException e) {
      throw new ResultsException(file + where(e) + ": this is not JSON of Sockproof's: " + what(e));
    }
  }

  /**
   * The results in a text.
   *
   * @param name what the text is called in messages
   * @throws ResultsException where it holds no results
   */
  public static Results parse(String text, String name) {
    return of(MAPPER.readTree(text), name);
  }

  private static Results of(JsonNode root, String name) {
    if (!root.isObject() || !root.path("schema").isInt()) {
      throw new ResultsException(
          name + ": these are no results; `run --json FILE` and `check --json FILE` write some.");
    }
    if (root.path("schema").asInt() != SCHEMA) {
      throw new ResultsException(
          name + ": these results were written by a newer Sockproof; use that one.");
    }
    return root.path("checks").isArray() ? CheckEntries.of(root, name) : run(root, name);
  }

  private static Results run(JsonNode root, String name) {
    if (!root.path("cases").isArray()) {
      throw new ResultsException(name + ": these results have no `cases`.");
    }
    List<Entry> entries = new ArrayList<>();
    for (JsonNode item : root.path("cases")) {
      try {
        entries.add(MAPPER.treeToValue(item, Entry.class));
      } catch (JacksonException e) {
        throw new ResultsException(
            name + ": case " + (entries.size() + 1) + " is not one of Sockproof's: " + what(e));
      }
    }
    return new Results(
        root.path("kind").asString("run").equals("check") ? Kind.CHECK : Kind.RUN,
        root.path("tool").asString("sockproof"),
        root.path("seed").asLong(0),
        root.path("verdict").asString("inconclusive"),
        root.path("interrupted").asBoolean(false),
        entries);
  }

  static JsonMapper mapper() {
    return MAPPER;
  }

  private static String where(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    return at == null || at.getLineNr() < 1 ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
  }

  private static String what(JacksonException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("it is empty") + ".";
  }
}
