package sockproof.harness.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import sockproof.harness.results.Entry;
import sockproof.harness.results.Results;
import sockproof.harness.run.CaseResult.Status;

/** GitHub Actions: annotations in the log, and a summary of the job. */
final class GithubActions implements CiServer {
  /** GitHub shows ten errors of a step; the summary has the others. */
  private static final int MAX_ANNOTATIONS = 10;

  private static final int MAX_ROWS = 200;
  private static final int MAX_CHARACTERS = 400;

  @Override
  public boolean isHere(Map<String, String> environment) {
    return "true".equals(environment.get("GITHUB_ACTIONS"));
  }

  @Override
  public void show(Results results, Map<String, String> environment, PrintWriter log)
      throws IOException {
    Path root = ProjectPath.root(environment, "GITHUB_WORKSPACE");
    List<Entry> problems = results.entries().stream().filter(Entry::isProblem).toList();
    problems.stream().limit(MAX_ANNOTATIONS).forEach(entry -> log.println(annotation(entry, root)));
    log.flush();
    String summary = environment.get("GITHUB_STEP_SUMMARY");
    if (summary != null && !summary.isEmpty()) {
      Files.writeString(
          Path.of(summary),
          summary(results, problems),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  private static String annotation(Entry entry, Path root) {
    String command = entry.status() == Status.FAILED ? "::error " : "::warning ";
    String file =
        ProjectPath.of(root, entry.file())
            .map(path -> "file=" + property(path) + ",line=1,")
            .orElse("");
    String title = property(entry.id() + " (" + entry.subject() + ")");
    return command + file + "title=" + title + "::" + data(FailureText.of(entry).strip());
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }

  private static String summary(Results results, List<Entry> problems) {
    StringBuilder text = new StringBuilder("### Sockproof: ");
    text.append(results.verdict().equals("pass") ? "as expected" : results.verdict())
        .append("\n\n");
    text.append("| ");
    for (Status status : Status.values()) {
      text.append(status.word()).append(" | ");
    }
    text.append("\n|").append("--:|".repeat(Status.values().length)).append("\n| ");
    for (Status status : Status.values()) {
      text.append(results.count(status)).append(" | ");
    }
    text.append("\n\nseed ").append(results.seed()).append(", ").append(code(results.tool()));
    text.append("\n\n");
    if (!problems.isEmpty()) {
      text.append(
          "| | case | subject | expected | observed | again |\n|---|---|---|---|---|---|\n");
      problems.stream().limit(MAX_ROWS).forEach(entry -> row(text, entry));
      if (problems.size() > MAX_ROWS) {
        text.append("\n… and ").append(problems.size() - MAX_ROWS).append(" more\n");
      }
    }
    return text.append('\n').toString();
  }

  private static void row(StringBuilder text, Entry entry) {
    text.append("| ").append(entry.status().word());
    for (String cell :
        List.of(entry.id(), entry.subject(), entry.expected(), entry.observed(), entry.replay())) {
      text.append(" | ").append(code(cell));
    }
    text.append(" |\n");
  }

  /** A text as code in a cell of a Markdown table; whatever it holds, it stays text. */
  private static String code(String text) {
    if (text.isEmpty()) {
      return "";
    }
    String shown = text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS) + "…";
    StringBuilder safe = new StringBuilder("<code>");
    shown
        .codePoints()
        .forEach(
            c -> {
              boolean plain = Character.isLetterOrDigit(c) || c == ' ' || c == '/' || c == '-';
              if (plain) {
                safe.appendCodePoint(c);
              } else if (Character.isISOControl(c)) {
                safe.append(' ');
              } else {
                safe.append("&#").append(c).append(';');
              }
            });
    return safe.append("</code>").toString();
  }
}
