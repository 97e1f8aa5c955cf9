package sockproof.harness.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import sockproof.harness.check.CaseStore;

/** Where failing cases are kept: in the folder {@code .sockproof} of the project under test. */
final class CaseFiles {
  private static final Path FOLDER = Path.of(".sockproof", "cases");

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
        fileOrId + ": there is neither such a file nor such a case in " + FOLDER + ".");
  }
}
