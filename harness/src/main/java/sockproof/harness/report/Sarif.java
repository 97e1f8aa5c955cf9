package sockproof.harness.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sockproof.harness.finding.Finding;
import sockproof.harness.finding.FindingCatalogue;
import sockproof.harness.results.Entry;
import sockproof.harness.results.Results;
import sockproof.harness.run.CaseResult.Status;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Failures as SARIF 2.1.0, which code hosts show beside the code. The rules are the findings; a
 * known failure is a suppressed result; each failure is there once for each subject and rule, with
 * its first case.
 */
public final class Sarif implements ReportFormat {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  @Override
  public String name() {
    return "sarif";
  }

  @Override
  public String takes() {
    return "FILE";
  }

  @Override
  public String description() {
    return "Write the failures as SARIF 2.1.0.";
  }

  @Override
  public void write(Results results, Path file) throws IOException {
    Map<String, Map<String, Object>> rules = new TreeMap<>();
    Map<List<String>, Map<String, Object>> found = new LinkedHashMap<>();
    for (Entry entry : results.entries()) {
      if (entry.isProblem() || entry.status() == Status.KNOWN) {
        rules.computeIfAbsent(entry.finding(), id -> rule(id, entry));
        found.computeIfAbsent(
            List.of(entry.finding(), entry.scenario(), entry.subject()), key -> result(entry));
      }
    }
    Map<String, Object> driver = new LinkedHashMap<>();
    driver.put("name", "Sockproof");
    driver.put("version", results.tool().replaceFirst("^sockproof ", ""));
    driver.put("rules", List.copyOf(rules.values()));
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("tool", Map.of("driver", driver));
    run.put("columnKind", "unicodeCodePoints");
    run.put("results", List.copyOf(found.values()));
    run.put("properties", Map.of("seed", results.seed()));
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("$schema", SCHEMA);
    root.put("version", "2.1.0");
    root.put("runs", List.of(run));
    try (Writer out = Files.newBufferedWriter(file)) {
      MAPPER.writeValue(out, root);
    }
  }

  private static Map<String, Object> rule(String id, Entry entry) {
    String bug =
        FindingCatalogue.all().stream()
            .filter(finding -> finding.id().equals(id))
            .map(Finding::bug)
            .findFirst()
            .map(text -> "The program " + text + ".")
            .orElse(entry.title());
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("id", id);
    rule.put("name", pascalCase(id));
    rule.put("shortDescription", text(bug));
    rule.put(
        "help",
        text(entry.requirement().text() + " Source: " + entry.requirement().source() + "."));
    rule.put("defaultConfiguration", Map.of("level", level(entry)));
    return rule;
  }

  /** As the standard asks of a name that people read (3.49.7). */
  private static String pascalCase(String id) {
    StringBuilder name = new StringBuilder();
    for (String word : id.split("[^A-Za-z0-9]+", -1)) {
      if (!word.isEmpty()) {
        name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
      }
    }
    return name.toString();
  }

  private static Map<String, Object> result(Entry entry) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ruleId", entry.finding());
    if (entry.status() == Status.INCONCLUSIVE) {
      result.put("kind", "open");
      result.put("level", "none");
    } else {
      result.put("level", level(entry));
    }
    result.put("message", text(entry.subject() + "\n" + FailureText.of(entry)));
    if (!entry.file().isEmpty()) {
      result.put("locations", List.of(location(entry)));
    }
    result.put("partialFingerprints", Map.of("sockproof/v1", Fingerprint.of(entry)));
    if (entry.status() == Status.KNOWN) {
      result.put(
          "suppressions", List.of(Map.of("kind", "external", "justification", entry.note())));
    }
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("subject", entry.subject());
    properties.put("case", entry.id());
    properties.put("seed", entry.seed());
    properties.put("replay", entry.replay());
    result.put("properties", properties);
    return result;
  }

  private static Map<String, Object> location(Entry entry) {
    return Map.of(
        "physicalLocation",
        Map.of(
            "artifactLocation",
            Map.of("uri", uri(entry.file())),
            "region",
            Map.of("startLine", 1)));
  }

  /** A path as a relative reference of RFC 3986, or an absolute one as a file URI. */
  private static String uri(String file) {
    List<String> segments = new ArrayList<>();
    for (String segment : file.split("/", -1)) {
      StringBuilder escaped = new StringBuilder();
      for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
        boolean plain = b > 0 && (Character.isLetterOrDigit(b) || "-._~".indexOf(b) >= 0);
        escaped.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xff));
      }
      segments.add(escaped.toString());
    }
    String path = String.join("/", segments);
    return path.startsWith("/") ? "file://" + path : path;
  }

  private static String level(Entry entry) {
    return switch (entry.requirement().level()) {
      case "MUST" -> "error";
      case "SHOULD" -> "warning";
      default -> "note";
    };
  }

  private static Map<String, Object> text(String text) {
    return Map.of("text", text);
  }
}
