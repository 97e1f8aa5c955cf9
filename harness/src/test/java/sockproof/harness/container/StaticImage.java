package sockproof.harness.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.command.BuildImageResultCallback;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.testcontainers.DockerClientFactory;

/** Images with nothing in them but static programs: no other can be had without a registry. */
final class StaticImage {
  private StaticImage() {}

  /** Skips the test, visibly, where no Docker runs. */
  static void requireDocker() {
    assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(), "Docker does not run on this machine");
  }

  /**
   * Compiles C and makes an image of what comes of it, with each program at the root.
   *
   * @param folder an empty folder to work in; the programs are under {@code root} in it
   * @param tag the image's name
   * @param sources files of C, each a program of its own
   */
  static void build(Path folder, String tag, List<Path> sources) throws Exception {
    Path root = Files.createDirectory(folder.resolve("root"));
    for (Path source : sources) {
      compile(source, root.resolve(source.getFileName().toString().replaceAll("\\.c$", "")));
    }
    Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\nCOPY root /\n");
    DockerClientFactory.instance()
        .client()
        .buildImageCmd(folder.toFile())
        .withTags(Set.of(tag))
        .exec(new BuildImageResultCallback())
        .awaitImageId();
  }

  private static void compile(Path source, Path program) throws Exception {
    Process compiler =
        new ProcessBuilder(
                "gcc",
                "-static",
                "-O1",
                "-w",
                "-pthread",
                "-o",
                program.toString(),
                source.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, compiler.waitFor(), "gcc -static " + source);
  }
}
