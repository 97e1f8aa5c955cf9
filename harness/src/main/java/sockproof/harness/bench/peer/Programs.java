package sockproof.harness.bench.peer;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds programs, also where only root's PATH has them. */
final class Programs {
  private Programs() {}

  static Optional<Path> find(String name) {
    String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    for (String directory : path.split(File.pathSeparator, -1)) {
      Path program = Path.of(directory, name);
      if (!directory.isEmpty() && Files.isExecutable(program)) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }

  /** Why a program cannot be used. */
  static Optional<String> missing(String name, String debianPackage) {
    return find(name).isPresent()
        ? Optional.empty()
        : Optional.of("not found; Debian's package is " + debianPackage);
  }
}
