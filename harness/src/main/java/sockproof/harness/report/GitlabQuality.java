package sockproof.harness.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sockproof.harness.results.Entry;
import sockproof.harness.results.Results;
import sockproof.harness.run.CaseResult.Status;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Failures as GitLab's code quality report, which merge requests show. Each is there once for each
 * scenario and subject, with its first case.
 */
public final class GitlabQuality implements ReportFormat {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path root;

  /** A report of files in the working directory. */
  GitlabQuality() {
    this(ProjectPath.root(Map.of(), ""));
  }

  /**
   * A report of files in a project.
   *
   * @param root the project's root, from which paths are given
   */
  GitlabQuality(Path root) {
    this.root = root;
  }

  @Override
  public String name() {
    return "gitlab";
  }

  @Override
  public String takes() {
    return "FILE";
  }

  @Override
  public String description() {
    return "Write the failures as GitLab's code quality report.";
  }

  @Override
  public void write(Results results, Path file) throws IOException {
    Map<String, Map<String, Object>> issues = new LinkedHashMap<>();
    for (Entry entry : results.entries()) {
      if (entry.isProblem()) {
        issues.computeIfAbsent(Fingerprint.of(entry), print -> issue(entry, print));
      }
    }
    try (Writer out = Files.newBufferedWriter(file)) {
      MAPPER.writeValue(out, List.copyOf(issues.values()));
    }
  }

  private Map<String, Object> issue(Entry entry, String fingerprint) {
    Map<String, Object> issue = new LinkedHashMap<>();
    issue.put("description", entry.id() + " (" + entry.subject() + "): " + entry.observed());
    issue.put("check_name", entry.finding());
    issue.put("fingerprint", fingerprint);
    issue.put("severity", severity(entry.status()));
    issue.put(
        "location",
        Map.of(
            "path",
            ProjectPath.of(root, entry.file()).orElse(entry.scenario()),
            "lines",
            Map.of("begin", 1)));
    return issue;
  }

  private static String severity(Status status) {
    return switch (status) {
      case FAILED -> "major";
      case WARNED -> "minor";
      case PASSED, KNOWN, SKIPPED, INCONCLUSIVE -> "info";
    };
  }
}
