package sockproof.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sockproof.harness.check.CaseStore;
import sockproof.harness.report.ReplayLine;
import sockproof.proxy.plan.JsonReader;
import sockproof.proxy.plan.PlanException;
import sockproof.proxy.plan.YamlMap;

/** Where failing cases are kept: in the folder {@code .sockproof} of the project under test. */
final class CaseFiles {
  private static final Path FOLDER = Path.of(".sockproof", "cases");

  private static final String ENDING = ".json";
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

  private CaseFiles() {}

  static CaseStore store() {
    return new CaseStore(FOLDER);
  }

  /** Of cases that are written in another way. */
  static CaseStore store(CaseStore.Writer writer) {
    return new CaseStore(FOLDER, writer);
  }

  /**
   * The file of a case.
   *
   * @param fileOrId a path, or the id that a report gave
   */
  static Path find(String fileOrId) {
    Path file = Path.of(fileOrId);
    if (Files.isRegularFile(file)) {
      return file;
    }
    Path stored = store().file(fileOrId);
    if (Files.isRegularFile(stored)) {
      return stored;
    }
    throw new UsageException(
        fileOrId
            + ": there is neither such a file nor such a case in "
            + FOLDER
            + "; `sockproof list --cases` shows those.");
  }

  /** Prints the kept cases, the newest last: id, when it was kept, and the program under test. */
  static void print(PrintWriter out) throws IOException {
    print(FOLDER, out);
  }

  static void print(Path folder, PrintWriter out) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Map<Path, Instant> kept = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(file -> file.toString().endsWith(ENDING)).toList()) {
        kept.put(file, Files.getLastModifiedTime(file).toInstant());
      }
    }
    List<Path> files = kept.keySet().stream().sorted(Comparator.comparing(kept::get)).toList();
    for (Path file : files) {
      String name = file.getFileName().toString();
      out.printf(
          Locale.ROOT,
          "%-34s %s  %s%n",
          name.substring(0, name.length() - ENDING.length()),
          WHEN.format(kept.get(file)),
          program(file));
    }
  }

  private static String program(Path file) throws IOException {
    try {
      YamlMap root = JsonReader.parse(Files.readString(file), file.toString()).map();
      return root.required("command").list().stream()
          .map(word -> ReplayLine.quoted(word.string()))
          .collect(Collectors.joining(" "));
    } catch (PlanException e) {
      return "not a case: " + e.getMessage();
    }
  }
}
