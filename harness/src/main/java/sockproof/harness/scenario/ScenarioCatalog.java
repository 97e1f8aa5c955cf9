package sockproof.harness.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds scenario files. */
public final class ScenarioCatalog {
  private ScenarioCatalog() {}

  /**
   * Reads a scenario file, or all below a folder in the order of their paths.
   *
   * @throws IOException where there is no such file or it cannot be read
   * @throws sockproof.proxy.plan.PlanException for a file that is not a scenario
   */
  public static List<ScenarioFile> read(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(
          ScenarioFile.read(path, id(path, path.toAbsolutePath().resolveSibling(".").normalize())));
    }
    List<ScenarioFile> files = new ArrayList<>();
    try (Stream<Path> found = Files.walk(path)) {
      for (Path file : found.filter(ScenarioCatalog::isYaml).sorted().toList()) {
        files.add(ScenarioFile.read(file, id(file, path)));
      }
    }
    return files;
  }

  private static boolean isYaml(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file) && (name.endsWith(".yaml") || name.endsWith(".yml"));
  }

  /**
   * The path below the innermost folder called {@code suites}, else below the one that was given.
   */
  private static String id(Path file, Path given) {
    Path absolute = file.toAbsolutePath().normalize();
    Path base = given.toAbsolutePath().normalize();
    for (Path folder = absolute.getParent(); folder != null; folder = folder.getParent()) {
      if (folder.getFileName() != null && folder.getFileName().toString().equals("suites")) {
        base = folder;
        break;
      }
    }
    return base.relativize(absolute).toString().replaceFirst("\\.ya?ml$", "");
  }
}
