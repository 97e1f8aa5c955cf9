package sockproof.harness.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run that is ended from outside, with programs under test that would rather live on. */
class RunEndsTest {
  private static final Duration STARTED = Duration.ofSeconds(60);
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final int PROCESSES_A_CASE = 3;

  private static final String SCENARIO =
      """
      title: A reply comes
      requirement: {level: MUST, text: It comes., source: this test}
      network: tcp
      under-test: client
      dialogue:
        - say: hello
      vary: {number: [1, 2]}
      expect: {outcome: replies-intact, within: 120s}
      finds: [single-recv]
      """;

  /** Itself, a child in its group and one in a session of its own, all deaf to gentle signals. */
  private static final String SUBJECT =
      """
      title: A client that stays
      role: client
      network: tcp
      framing: line
      command:
        - sh
        - -c
        - |
          trap '' INT TERM HUP
          sleep 300 & echo $! >> pids
          setsid sleep 300 & echo $! >> pids
          echo $$ >> pids
          wait
      """;

  @TempDir private Path folder;
  private Path scenario;
  private Path subject;

  @BeforeEach
  void writeFiles() throws IOException {
    scenario = Files.writeString(folder.resolve("s.yaml"), SCENARIO);
    subject = Files.writeString(folder.resolve("stays.yaml"), SUBJECT);
  }

  private Process start(String... more) throws IOException {
    List<String> run =
        List.of("run", scenario.toString(), "--subject", subject.toString(), "--jobs", "2");
    return startWith(Stream.concat(run.stream(), Stream.of(more)).toList());
  }

  private Process startWith(List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                // Who runs these tests in the background may have left SIGINT ignored.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dsockproof.home=" + Path.of("..").toAbsolutePath().normalize(),
                "sockproof.harness.cli.Main"));
    command.addAll(arguments);
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().put("TMPDIR", temporary.toString());
    builder.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
    return builder.start();
  }

  private List<Long> pids() throws IOException {
    Path file = folder.resolve("pids");
    return Files.exists(file)
        ? Files.readAllLines(file).stream().map(Long::valueOf).toList()
        : List.of();
  }

  private List<Long> awaitSubjects(int cases) {
    await().atMost(STARTED).until(() -> pids().size() == cases * PROCESSES_A_CASE);
    try {
      return pids();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A killed orphan stays as a zombie where nobody collects it; that is gone too. */
  private static boolean isGone(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
    } catch (IOException e) {
      return true;
    }
  }

  private void assertNothingIsLeft(List<Long> pids) {
    await().atMost(SOON).until(() -> pids.stream().allMatch(RunEndsTest::isGone));
    await()
        .atMost(SOON)
        .until(
            () -> {
              try (var left = Files.list(folder.resolve("tmp"))) {
                return left.noneMatch(
                    path -> path.getFileName().toString().startsWith("sockproof"));
              }
            });
  }

  @Test
  void killedInTheMiddleNothingIsLeft() throws Exception {
    Process harness = start();
    List<Long> pids = awaitSubjects(2);
    harness.destroyForcibly();
    assertTrue(harness.waitFor(10, TimeUnit.SECONDS));
    assertNothingIsLeft(pids);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void interruptedItSaysWhatItKnowsAndNothingIsLeft(String signal) throws Exception {
    Path json = folder.resolve("results.json");
    Process harness = start("--json", json.toString());
    List<Long> pids = awaitSubjects(2);
    new ProcessBuilder("kill", "-" + signal, "" + harness.pid()).start().waitFor();
    assertTrue(harness.waitFor(20, TimeUnit.SECONDS));
    String err = Files.readString(folder.resolve("err"));
    assertEquals(ExitStatus.INTERRUPTED, harness.exitValue(), err);
    assertNothingIsLeft(pids);
    JsonNode results = JsonMapper.shared().readTree(Files.readString(json));
    assertTrue(results.get("interrupted").asBoolean());
    assertEquals(2, results.get("cases").size());
    String out = Files.readString(folder.resolve("out"));
    assertTrue(out.contains("2 of the skipped cases were not run\n"), out);
    assertTrue(out.endsWith("0 passed, 0 failed, 2 skipped\n"), out);
  }

  /** A client that works so many times, and then stays. */
  @ParameterizedTest
  @CsvSource({"0, interrupted before its baseline", "12, interrupted before this was explored"})
  void anInterruptedCheckSaysWhatItKnows(int works, String said) throws Exception {
    Path json = folder.resolve("results.json");
    Path client = Path.of("../scenarios/programs/good/python/tcp_client_line.py");
    String script =
        """
        cd '%s'
        echo >> runs
        [ $(wc -l < runs) -gt %d ] || exec python3 '%s' "$@"
        trap '' INT TERM HUP
        echo $$ >> pids
        while :; do sleep 300; done
        """
            .formatted(folder, works, client.toAbsolutePath().normalize());
    Process harness =
        startWith(
            List.of(
                "check",
                "client",
                "--jobs",
                "1",
                "--timeout",
                "300s",
                "--json",
                json.toString(),
                "--",
                "sh",
                "-c",
                script,
                "client",
                "{host}",
                "{port}"));
    await().atMost(STARTED).until(() -> !pids().isEmpty());
    new ProcessBuilder("kill", "-INT", "" + harness.pid()).start().waitFor();
    assertTrue(harness.waitFor(20, TimeUnit.SECONDS));
    String err = Files.readString(folder.resolve("err"));
    assertEquals(ExitStatus.INTERRUPTED, harness.exitValue(), err);
    assertNothingIsLeft(pids());
    String results = Files.readString(json);
    assertTrue(results.contains(said), results);
  }
}
