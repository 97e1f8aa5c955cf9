package sockproof.harness.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sockproof.harness.run.CaseRun;
import sockproof.harness.scenario.Scenario;
import sockproof.harness.scenario.ScenarioFile;
import sockproof.harness.subject.Subject;
import sockproof.harness.subject.SubjectCatalog;
import sockproof.harness.subject.SubjectReader;
import sockproof.proxy.plan.PlanException;

/** The options that choose scenarios and subjects, and the cases that they make. */
final class Selection {
  private static final int MISFITS_SHOWN = 3;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description =
          "Scenario files or folders, or ids as `sockproof list` prints them (default: the bundled suites).")
  private List<String> paths = new ArrayList<>();

  @Option(
      names = "--subject",
      paramLabel = "FILE|NAME",
      description = "A subject file, a bundled subject or a folder of them (default: all bundled).")
  private List<String> subjects = new ArrayList<>();

  /** How the subjects that are not bundled are named on the command line. */
  private final Map<Subject, String> options = new HashMap<>();

  @Option(names = "--tag", paramLabel = "T", description = "Only scenarios with this tag.")
  private List<String> tags = new ArrayList<>();

  @Option(
      names = "--grep",
      paramLabel = "RE",
      description = "Only cases whose id contains a match of this regular expression.")
  private String grep = "";

  /** The scenario files that were chosen. */
  List<ScenarioFile> files() throws IOException {
    List<ScenarioFile> files = new ArrayList<>();
    try {
      for (ScenarioPath path : chosen()) {
        files.addAll(path.files());
      }
      return files;
    } catch (PlanException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private List<ScenarioPath> chosen() {
    List<String> given = paths.isEmpty() ? List.of(Home.suites().toString()) : paths;
    return given.stream().map(ScenarioPath::of).toList();
  }

  /** The cases that the paths and the other options leave. */
  List<Scenario> scenarios(long seed) throws IOException {
    Pattern pattern = pattern();
    List<Scenario> scenarios = new ArrayList<>();
    try {
      for (ScenarioPath path : chosen()) {
        for (Scenario scenario : path.cases(seed)) {
          if (pattern.matcher(scenario.id()).find() && scenario.tags().containsAll(tags)) {
            scenarios.add(scenario);
          }
        }
      }
    } catch (PlanException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    if (scenarios.isEmpty()) {
      throw new UsageException(
          "no scenario is left by --grep and --tag; `sockproof list` shows all.");
    }
    return scenarios;
  }

  private Pattern pattern() {
    try {
      return Pattern.compile(grep);
    } catch (PatternSyntaxException e) {
      throw new UsageException(
          "--grep " + grep + " is not a regular expression: " + e.getDescription() + ".");
    }
  }

  /** The subjects that were chosen. */
  List<Subject> subjects() throws IOException {
    try {
      if (subjects.isEmpty()) {
        return SubjectCatalog.read(Home.subjects()).all();
      }
      Set<Subject> chosen = new LinkedHashSet<>();
      for (String wanted : subjects) {
        chosen.addAll(subjectsFor(wanted));
      }
      return List.copyOf(chosen);
    } catch (PlanException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private List<Subject> subjectsFor(String wanted) throws IOException {
    Path path = Path.of(wanted);
    if (Files.isRegularFile(path)) {
      String name = path.getFileName().toString().replaceFirst("\\.ya?ml$", "");
      Subject subject = SubjectReader.read(path, name);
      options.put(subject, wanted);
      return List.of(subject);
    }
    List<Subject> named = SubjectCatalog.read(Home.subjects()).named(wanted);
    if (named.isEmpty() && Files.isDirectory(path)) {
      named = SubjectCatalog.read(path).all();
      named.forEach(one -> options.put(one, path.resolve(one.name() + ".yaml").toString()));
    }
    if (named.isEmpty()) {
      throw new UsageException(
          "--subject "
              + wanted
              + ": there is neither such a file or folder nor such a bundled subject;"
              + " `sockproof list --subjects` shows them.");
    }
    return named;
  }

  /**
   * True where a whole suite is chosen: the bundled one, or another folder called {@code suites}.
   */
  boolean isWhole() {
    boolean all =
        paths.isEmpty()
            || paths.stream()
                .map(path -> Path.of(path).toAbsolutePath().normalize().getFileName())
                .anyMatch(name -> name != null && name.toString().equals("suites"));
    return all && grep.isEmpty() && tags.isEmpty();
  }

  /** The roles of the reference, which mutants are made of. */
  List<Subject> reference() throws IOException {
    try {
      return SubjectCatalog.read(Home.subjects()).named("reference");
    } catch (PlanException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** Every case with every subject that fits, ordered by subject. */
  List<CaseRun> cases(long seed) throws IOException {
    List<Scenario> scenarios = scenarios(seed);
    List<CaseRun> cases = new ArrayList<>();
    for (Subject subject : subjects()) {
      for (Scenario scenario : scenarios) {
        if (scenario.fits(subject)) {
          cases.add(new CaseRun(scenario, subject));
        }
      }
    }
    if (cases.isEmpty()) {
      throw new UsageException(
          "none of the chosen scenarios fits a chosen subject: they ask for "
              + misfits(seed)
              + ".");
    }
    return cases;
  }

  /** What the chosen scenarios ask for that no chosen subject has, the commonest first. */
  private String misfits(long seed) throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    for (Subject subject : subjects()) {
      for (Scenario scenario : scenarios(seed)) {
        scenario.misfit(subject).ifPresent(what -> counts.merge(what, 1L, Long::sum));
      }
    }
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(MISFITS_SHOWN)
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", or "));
  }

  /** The chosen scenarios; where subjects are chosen, those that fit one of them. */
  List<Scenario> fitting(long seed) throws IOException {
    return subjects.isEmpty()
        ? scenarios(seed)
        : cases(seed).stream().map(CaseRun::scenario).distinct().toList();
  }

  /** How the user named a subject, so that a line that repeats a case names it the same way. */
  String optionFor(Subject subject) {
    return options.getOrDefault(subject, subject.name());
  }
}
