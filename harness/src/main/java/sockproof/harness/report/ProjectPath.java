package sockproof.harness.report;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The paths of files as CI servers want them: from the root of the project that is built. */
final class ProjectPath {
  private ProjectPath() {}

  /** The root of the project as a server's variable names it; without one the working directory. */
  static Path root(Map<String, String> environment, String variable) {
    return Path.of(environment.getOrDefault(variable, "")).toAbsolutePath().normalize();
  }

  /**
   * The path of a file from the root of the project.
   *
   * @param file absolute, or from the working directory
   * @return nothing for a file outside the project, and for no file
   */
  static Optional<String> of(Path root, String file) {
    Path absolute = Path.of(file).toAbsolutePath().normalize();
    return file.isEmpty() || !absolute.startsWith(root)
        ? Optional.empty()
        : Optional.of(root.relativize(absolute).toString());
  }
}
