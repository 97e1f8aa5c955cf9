package sockproof.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code --captures} of {@code run} and {@code check}. */
class CaseCapturesTest {
  private static final String SCENARIO =
      """
      title: A reply that is cut after any byte is read whole
      requirement:
        level: MUST
        text: recv() may give less than was asked for.
        source: POSIX recv()
      network: tcp
      under-test: client
      framing: {fixed: 16}
      dialogue:
        - say: hello, sockproof
          reply: HELLO, SOCKPROOF
      vary:
        cut: [4, 9]
      faults:
        - fragment: {to: client, at: [$cut]}
      expect:
        outcome: replies-intact
        within: 5s
      finds: [single-recv]
      """;

  @TempDir private Path folder;

  private record Ran(int status, String out, String err) {}

  @BeforeEach
  void tellWhereTheSuitesAre() {
    System.setProperty("sockproof.home", Path.of("..").toAbsolutePath().normalize().toString());
  }

  private static Ran sockproof(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Program.commandLine(words);
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return new Ran(line.execute(words), out.toString(), err.toString());
  }

  private Ran run(String captures, String... mutant) throws IOException {
    Path scenario = Files.createDirectories(folder.resolve("suites/a")).resolve("cut.yaml");
    Files.writeString(scenario, SCENARIO);
    Path subject =
        Files.writeString(
            folder.resolve("one.yaml"),
            """
            title: A client
            role: client
            network: tcp
            framing: {fixed: 16}
            reference: [tcp-client, '{host}', '{port}', --framing, '{framing}'%s]
            """
                .formatted(mutant.length == 0 ? "" : ", " + String.join(", ", mutant)));
    return sockproof(
        "run", scenario.toString(), "--subject", subject.toString(), "--captures", captures);
  }

  private static List<String> namesIn(Path captures) throws IOException {
    try (Stream<Path> files = Files.list(captures)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aRunWritesEachCaseThatFailed() throws Exception {
    Path captures = folder.resolve("new/captures");
    Ran ran = run(captures.toString(), "--mutant", "single-recv");
    assertEquals(ExitStatus.FAILURE, ran.status(), ran.err());
    assertEquals(List.of("a_cut_cut=4_@one.pcapng", "a_cut_cut=9_@one.pcapng"), namesIn(captures));
    assertTrue(ran.err().contains("2 captures are in " + captures), ran.err());
    assertOpensInTshark(captures.resolve("a_cut_cut=9_@one.pcapng"), "HELLO, SO");
  }

  private static void assertOpensInTshark(Path file, String firstPiece) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/tshark")), "tshark is not installed");
    Process tshark =
        new ProcessBuilder(
                "/usr/bin/tshark",
                "-r",
                file.toString(),
                "-Y",
                "frame.comment == \"fault: fragment\"",
                "-T",
                "fields",
                "-e",
                "tcp.payload")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String first = tshark.inputReader(StandardCharsets.UTF_8).readLine();
    assertEquals(0, tshark.waitFor());
    StringBuilder hex = new StringBuilder();
    firstPiece.chars().forEach(c -> hex.append(Integer.toHexString(c)));
    assertEquals(hex.toString(), first);
  }

  @Test
  void aRunThatPassesWritesNothing() throws Exception {
    Path captures = folder.resolve("captures");
    Ran ran = run(captures.toString());
    assertEquals(ExitStatus.OK, ran.status(), ran.err());
    assertEquals(List.of(), namesIn(captures));
  }

  @Test
  void aFileInPlaceOfTheFolderIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    Ran ran = run(file.toString());
    assertEquals(ExitStatus.USAGE, ran.status());
    assertTrue(ran.err().contains("there is a file of this name; name a folder."), ran.err());
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void aCheckWritesTheSmallestCaseOfAFinding() throws Exception {
    Path captures = folder.resolve("captures");
    Path program = Path.of("..", "scenarios/programs/readme/client_naive.py").toAbsolutePath();
    Ran ran =
        sockproof(
            "check",
            "client",
            "--seed",
            "1",
            "--only",
            "single-recv",
            "--captures",
            captures.toString(),
            "--",
            "python3",
            program.toString(),
            "{host}",
            "{port}");
    assertEquals(ExitStatus.FAILURE, ran.status(), ran.out() + ran.err());
    List<String> names = namesIn(captures);
    assertEquals(1, names.size());
    String id = names.getFirst().replace(".pcapng", "");
    assertTrue(ran.out().contains("replay " + id), ran.out());
    assertTrue(ran.err().contains("1 capture is in " + captures), ran.err());
  }
}
