package sockproof.harness.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sockproof.harness.scenario.Scenario;
import sockproof.harness.scenario.ScenarioCatalog;
import sockproof.harness.scenario.ScenarioFile;

/**
 * What a user gives to choose scenarios: a file, a folder, or an id of the bundled suites (or of a
 * folder of them), with or without the values of a varied one as in {@code [cut=7]}.
 *
 * @param path the file or folder, which exists
 * @param variation the values of the one case that is wanted; empty for all
 */
record ScenarioPath(Path path, String variation) {
  private static final Pattern VARIED = Pattern.compile("(.+)\\[(.+)]");

  /**
   * Finds it.
   *
   * @throws UsageException with one sentence where there is no such thing
   */
  static ScenarioPath of(String given) {
    if (Files.exists(Path.of(given))) {
      return new ScenarioPath(Path.of(given), "");
    }
    Matcher varied = VARIED.matcher(given);
    String id = varied.matches() ? varied.group(1) : given;
    String variation = varied.matches() ? varied.group(2) : "";
    for (Path candidate :
        List.of(Path.of(id), Home.suites().resolve(id), Home.suites().resolve(id + ".yaml"))) {
      if (Files.exists(candidate)) {
        return new ScenarioPath(candidate, variation);
      }
    }
    throw new UsageException(
        given
            + ": there is no such scenario file or folder, nor such a bundled scenario;"
            + " `sockproof list` shows those.");
  }

  /** The file, or those below the folder. */
  List<ScenarioFile> files() throws IOException {
    List<ScenarioFile> files = ScenarioCatalog.read(path);
    if (files.isEmpty()) {
      throw new UsageException(path + ": there is no scenario (*.yaml) in this folder.");
    }
    return files;
  }

  /** The cases. */
  List<Scenario> cases(long seed) throws IOException {
    List<Scenario> cases = new ArrayList<>();
    for (ScenarioFile file : files()) {
      cases.addAll(file.cases(seed));
    }
    if (variation.isEmpty()) {
      return cases;
    }
    List<Scenario> wanted =
        cases.stream().filter(one -> one.id().endsWith("[" + variation + "]")).toList();
    if (wanted.isEmpty()) {
      throw new UsageException(
          "%s: there is no case [%s] in it; the first is %s."
              .formatted(path, variation, cases.getFirst().id()));
    }
    return wanted;
  }
}
