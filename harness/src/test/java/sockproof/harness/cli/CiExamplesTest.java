package sockproof.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import sockproof.harness.results.Entry;
import sockproof.harness.results.Results;
import sockproof.harness.results.ResultsFile;

/**
 * The commands of the examples in docs/ci, run in a project such as a user has. Each is a process
 * of its own, so a test takes several times as long as others.
 */
@Timeout(150)
class CiExamplesTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  private static final String SCENARIO =
      """
      title: A reply comes
      requirement: {level: MUST, text: It comes., source: this test}
      network: tcp
      under-test: client
      framing: line
      dialogue:
        - say: hello
      vary: {cut: [1, 2, 3, 4]}
      faults:
        - fragment: {to: client, at: [$cut]}
      expect: {outcome: replies-intact, within: 20s}
      finds: [single-recv]
      """;

  private static final String SUBJECT =
      """
      title: My client
      role: client
      network: tcp
      framing: line
      reference: [tcp-client, '{host}', '{port}', --framing, '{framing}']
      """;

  @TempDir private Path project;

  @BeforeEach
  void writeProject() throws IOException {
    Path suite = Files.createDirectories(project.resolve("tests/sockproof"));
    Files.writeString(suite.resolve("reply.yaml"), SCENARIO);
    Files.writeString(project.resolve("my-client.yaml"), SUBJECT);
    Path program = Files.createDirectories(project.resolve("bin")).resolve("sockproof");
    Files.writeString(
        program,
        "#!/bin/sh\nexec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED"
                .formatted(Path.of(System.getProperty("java.home"), "bin", "java"))
            + " -cp '%s' -Dsockproof.home='%s' sockproof.harness.cli.Main \"$@\"\n"
                .formatted(System.getProperty("java.class.path"), HOME));
    assertTrue(program.toFile().setExecutable(true));
  }

  /** Every text in a YAML document that is a command of ours. */
  private static List<String> commands(String example) throws IOException {
    String text = Files.readString(HOME.resolve("docs/ci").resolve(example));
    List<String> commands = new ArrayList<>();
    collect(new Load(LoadSettings.builder().build()).loadFromString(text), commands);
    return commands;
  }

  /** The commands that the example tells its reader to run once, in its comments. */
  private void runOnce(String example) throws IOException, InterruptedException {
    List<String> commands =
        Files.readAllLines(HOME.resolve("docs/ci").resolve(example)).stream()
            .filter(line -> line.startsWith("#   sockproof "))
            .map(line -> line.substring(1).strip())
            .toList();
    assertEquals(1, commands.size(), commands.toString());
    run(commands.getFirst(), Map.of());
  }

  private static void collect(Object node, List<String> commands) {
    switch (node) {
      case Map<?, ?> map -> map.values().forEach(value -> collect(value, commands));
      case Collection<?> list -> list.forEach(value -> collect(value, commands));
      case String text when text.startsWith("sockproof ") -> commands.add(text);
      default -> {
        // A number or another text.
      }
    }
  }

  private void run(String command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", command)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(project.resolve("output").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT"));
    builder.environment().merge("PATH", "", (old, none) -> project.resolve("bin") + ":" + old);
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(50, TimeUnit.SECONDS), command);
      assertEquals(0, process.exitValue(), Files.readString(project.resolve("output")));
    } finally {
      process.destroyForcibly();
    }
  }

  private void assertWholeResults() throws IOException {
    Results results = ResultsFile.read(project.resolve("results.json"));
    assertEquals("pass", results.verdict());
    assertEquals(
        List.of("reply[cut=1]", "reply[cut=2]", "reply[cut=3]", "reply[cut=4]"),
        results.entries().stream()
            .map(Entry::id)
            .map(id -> id.replaceFirst(".*/", ""))
            .sorted()
            .toList());
    assertTrue(Files.exists(project.resolve("report/index.html")));
  }

  @Test
  void githubActions() throws Exception {
    List<String> commands = commands("github.yml");
    assertEquals(2, commands.size(), commands.toString());
    runOnce("github.yml");
    Map<String, String> environment = new TreeMap<>();
    environment.put("GITHUB_ACTIONS", "true");
    environment.put("GITHUB_STEP_SUMMARY", project.resolve("summary.md").toString());
    for (int shard = 1; shard <= 2; shard++) {
      run(commands.get(0).replace("${{ matrix.shard }}", "" + shard), environment);
    }
    run(commands.get(1), environment);
    assertWholeResults();
    assertTrue(Files.readString(project.resolve("summary.md")).contains("### Sockproof"));
    assertTrue(Files.exists(project.resolve("results.sarif")));
  }

  @Test
  void gitlabCi() throws Exception {
    List<String> commands = commands("gitlab.yml");
    assertEquals(2, commands.size(), commands.toString());
    runOnce("gitlab.yml");
    for (int node = 1; node <= 2; node++) {
      run(
          commands.get(0),
          Map.of(
              "GITLAB_CI",
              "true",
              "CI_PROJECT_DIR",
              project.toString(),
              "CI_NODE_INDEX",
              "" + node,
              "CI_NODE_TOTAL",
              "2"));
      assertTrue(Files.exists(project.resolve("results-" + node + ".xml")));
      assertEquals(
          "[]", Files.readString(project.resolve("gl-code-quality-report.json")).replace(" ", ""));
    }
    run(commands.get(1), Map.of());
    assertWholeResults();
  }

  @Test
  void jenkins() throws Exception {
    List<String> commands =
        Pattern.compile("sh '(sockproof [^']*)'")
            .matcher(Files.readString(HOME.resolve("docs/ci/Jenkinsfile")))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertEquals(2, commands.size(), commands.toString());
    for (String command : commands) {
      run(command, Map.of());
    }
    assertWholeResults();
    assertFalse(Files.readString(project.resolve("results.xml")).contains("<failure"));
    assertTrue(Files.readString(project.resolve("results.tap")).startsWith("TAP version 14\n"));
  }
}
