package sockproof.harness.process;

import java.nio.file.Files;
import java.nio.file.Path;

/** A subject that could not be started, in one sentence. */
public final class SpawnException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int ENOENT = 2;
  private static final int EACCES = 13;

  private SpawnException(String message) {
    super(message);
  }

  /** A subject whose build command failed. */
  public static SpawnException build(String subject, String why) {
    return new SpawnException("the build command of " + subject + " " + why);
  }

  /** A subject that Docker could not start or lost. */
  public static SpawnException docker(String why) {
    return new SpawnException(why);
  }

  static SpawnException of(String program, Path directory, int errno) {
    if (!Files.isDirectory(directory)) {
      return new SpawnException("the working directory " + directory + " does not exist");
    }
    return new SpawnException(
        switch (errno) {
          case ENOENT -> "the program `" + program + "` was not found; install it or give its path";
          case EACCES -> "the program `" + program + "` may not be executed; check its permissions";
          default -> "the program `" + program + "` could not be started (errno " + errno + ")";
        });
  }
}
