package sockproof.harness.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where Sockproof is installed: the folder with the launcher and the bundled scenarios. */
final class Home {
  private Home() {}

  /**
   * The folder, as the launcher tells it.
   *
   * @throws UsageException where the program was started in another way, from another folder
   */
  static Path find() {
    String told = System.getProperty("sockproof.home", "");
    Path home = told.isEmpty() ? Path.of("").toAbsolutePath() : Path.of(told);
    if (!Files.isDirectory(home.resolve("scenarios/suites"))) {
      throw new UsageException(
          "the bundled scenarios are not in " + home + "; start Sockproof by its launcher.");
    }
    return home;
  }

  /** The bundled suites. */
  static Path suites() {
    return find().resolve("scenarios/suites");
  }

  /** The bundled subjects. */
  static Path subjects() {
    return find().resolve("scenarios/subjects");
  }
}
