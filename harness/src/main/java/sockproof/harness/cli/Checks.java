package sockproof.harness.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Checks of option values that picocli does not make. */
final class Checks {
  private Checks() {}

  /** Refuses a file in a folder that is not there, before anything is run for it. */
  static void writable(String option, @Nullable Path file) {
    Path folder = file == null ? null : file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new UsageException(option + " " + file + ": the folder " + folder + " does not exist.");
    }
  }

  /** Likewise, and a folder where a file is to be. */
  static void writableFile(String option, @Nullable Path file) {
    writable(option, file);
    if (file != null && Files.isDirectory(file)) {
      throw new UsageException(
          option + " " + file + ": there is a folder of this name; name a file.");
    }
  }

  /** Refuses a number below 1. */
  static void atLeastOne(String option, int value) {
    if (value < 1) {
      throw new UsageException(option + " " + value + ": it takes a number of at least 1.");
    }
  }
}
