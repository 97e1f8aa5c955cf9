package sockproof.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A small project around a copy of the launcher, with a JDK and a Maven that do no work. */
final class LauncherFixture {
  /** What the launcher needs from the system, and nothing else is on its PATH. */
  private static final String[] TOOLS = {
    "sh",
    "cat",
    "cp",
    "find",
    "flock",
    "head",
    "mkdir",
    "mv",
    "readlink",
    "rm",
    "sed",
    "sleep",
    "touch"
  };

  private static final String JAVA =
      """
      #!/bin/sh
      case "$*" in *AOTMode=*) exit 0 ;; esac
      echo "pid=$$"
      echo "jdk=${0%/bin/java}"
      printf '%s\\n' "$@"
      exit "${FAKE_STATUS:-0}"
      """;
  private static final String MAVEN =
      """
      #!/bin/sh
      state=${0%/*}/..
      echo '[INFO] Building sockproof-proxy 0.1                           [2/4]'
      echo "$$" >>"$state/builds"
      [ ! -e "$state/hold" ] || read -r _ <"$state/hold"
      echo '[INFO] about to build'
      echo '[ERROR] Broken.java:3: no such thing'
      mkdir -p harness/target/app/lib
      echo jar >harness/target/app/lib/sockproof.jar
      exit "${FAKE_MAVEN_STATUS:-0}"
      """;

  private final Path folder;
  private final Path home;
  private final Map<String, String> environment = new HashMap<>();

  /** How one start of the launcher ended. */
  record Result(int status, String out, String err) {}

  LauncherFixture(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder).toRealPath();
    this.home = Files.createDirectories(this.folder.resolve("home"));
    Files.copy(
        ProjectFiles.root().resolve("sockproof"),
        home.resolve("sockproof"),
        StandardCopyOption.COPY_ATTRIBUTES);
    for (String file :
        new String[] {
          "pom.xml",
          "README.md",
          "proxy/pom.xml",
          "proxy/src/main/resources/table",
          "reference-impl/src/main/java/Server.java",
          "harness/src/main/java/Main.java",
          "harness/src/test/java/MainTest.java"
        }) {
      write(home.resolve(file), file);
    }
    Path tools = Files.createDirectories(this.folder.resolve("tools"));
    for (String tool : TOOLS) {
      script(tools.resolve(tool), "#!/bin/sh\nexec " + which(tool) + " \"$@\"\n");
    }
    script(tools.resolve("mvn"), MAVEN);
    environment.put("PATH", tools.toString());
    environment.put("HOME", this.folder.toString());
    environment.put("SOCKPROOF_JAVA_HOME", jdk("jdk", "25.0.1").toString());
  }

  Path home() {
    return home;
  }

  /** The environment of the launchers to come, all of it. */
  Map<String, String> environment() {
    return environment;
  }

  /** Creates a JDK of {@code version} and returns its home. */
  Path jdk(String name, String version) throws IOException {
    Path jdk = Objects.requireNonNull(folder.getParent()).toRealPath().resolve(name);
    write(jdk.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(jdk.resolve("bin/java"), JAVA);
    script(jdk.resolve("bin/javac"), JAVA);
    return jdk;
  }

  /** Makes the launcher require another version, so that no JDK of this machine will do. */
  void require(String version) throws IOException {
    Path launcher = home.resolve("sockproof");
    String text = Files.readString(launcher);
    assertTrue(text.contains("needed=25\n"));
    Files.writeString(launcher, text.replace("needed=25\n", "needed=" + version + "\n"));
  }

  /**
   * Makes {@code file} newer than the last build; the time is past, so that the next build is newer
   * yet.
   */
  void touch(String file) throws IOException {
    FileTime built = Files.getLastModifiedTime(home.resolve("target/app/current"));
    Files.setLastModifiedTime(home.resolve(file), FileTime.fromMillis(built.toMillis() + 1));
  }

  /** Takes {@code tool} from the PATH. */
  void remove(String tool) throws IOException {
    Files.delete(folder.resolve("tools").resolve(tool));
  }

  /** Lets Maven wait until {@link #releaseMaven}. */
  void holdMaven() throws IOException, InterruptedException {
    assertEquals(
        0, new ProcessBuilder("mkfifo", folder.resolve("hold").toString()).start().waitFor());
  }

  void releaseMaven() throws IOException {
    Files.writeString(folder.resolve("hold"), "go\n");
    Files.delete(folder.resolve("hold"));
  }

  /** How often Maven was called. */
  int builds() throws IOException {
    return mavenPids().size();
  }

  /** The process ids of the Mavens that were started. */
  List<Long> mavenPids() throws IOException {
    Path log = folder.resolve("builds");
    return Files.exists(log)
        ? Files.readAllLines(log).stream().map(Long::valueOf).toList()
        : List.of();
  }

  Result run(String... arguments) throws IOException, InterruptedException {
    return end(start(arguments));
  }

  Process start(String... arguments) throws IOException {
    return startScript(home.resolve("sockproof").toString(), arguments);
  }

  Result runScript(String script, String... arguments) throws IOException, InterruptedException {
    return end(startScript(script, arguments));
  }

  private Process startScript(String script, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(script));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  static Result end(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    return new Result(process.exitValue(), out, err);
  }

  /** The jar that the program was started from. */
  Path jarOf(Result result) {
    List<String> arguments = result.out().lines().toList();
    return Path.of(arguments.get(arguments.indexOf("-jar") + 1));
  }

  void assertOneSentence(Result result, String part) {
    assertEquals(2, result.status());
    assertEquals("", result.out());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().contains(part), result.err());
  }

  private static Path which(String tool) {
    return Stream.of("/usr/bin", "/bin", "/usr/local/bin")
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new UncheckedIOException(new IOException(tool + " is not installed")));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  private static void script(Path file, String text) throws IOException {
    write(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
