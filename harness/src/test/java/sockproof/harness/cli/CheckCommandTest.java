package sockproof.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code check} says where it cannot do what it was asked for. */
@Timeout(60)
final class CheckCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int run(String... args) {
    CommandLine line = Program.commandLine(args);
    return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("badValues")
  void badValuesAreRefusedBeforeAnythingRuns(List<String> options, String sentence) {
    List<String> args = new ArrayList<>(List.of("check", "client"));
    args.addAll(options);
    args.addAll(List.of("--", "true"));
    assertEquals(ExitStatus.USAGE, run(args.toArray(String[]::new)), err::toString);
    assertTrue(err.toString().startsWith("sockproof: " + sentence), err.toString());
    assertEquals(1, err.toString().lines().count(), err.toString());
    assertEquals("", out.toString());
  }

  static Stream<Arguments> badValues() {
    return Stream.of(
        Arguments.of(
            List.of("--message", ""),
            "--message: nothing shows whether the answer to an empty message was taken;"),
        Arguments.of(List.of("--message", "a\nb"), "--message: the message has a line feed inside"),
        Arguments.of(
            List.of("--framing", "fixed:3", "--message", "gr\u00fc"),
            "--message: the message has 4 bytes and fixed:3 carries 3."),
        Arguments.of(
            List.of("--framing", "fixed:2000000000"),
            "--framing fixed:2000000000: a check goes up to fixed:1048576."),
        Arguments.of(
            List.of("--only", "source-unchecked"),
            "--only and --skip leave nothing to look for in a client with tcp;"),
        Arguments.of(
            List.of("--network", "udp", "--only", "loss-hang", "--skip", "loss-hang"),
            "--only and --skip leave nothing to look for in a client with udp;"),
        Arguments.of(
            List.of("--json", "/tmp"), "--json /tmp: there is a folder of this name; name a file."),
        Arguments.of(
            List.of("--junit", "/tmp"),
            "--junit /tmp: there is a folder of this name; name a file."));
  }

  @Test
  void anUpstreamOfNoAddressIsBadInput() {
    assertEquals(
        ExitStatus.USAGE,
        run(
            "check",
            "client",
            "--protocol",
            "transparent",
            "--upstream",
            "no.such.host.invalid:80",
            "--",
            "true"));
    assertTrue(
        err.toString()
            .contains("sockproof: Cannot relay to tcp://no.such.host.invalid:80: the host"),
        err.toString());
  }

  @Test
  void whatCannotBeTextNamesTheFile() throws Exception {
    Path known = folder.resolve("known.yaml");
    Files.write(known, "gr\u00fc".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(ExitStatus.USAGE, run("check", "client", "--known", known + "", "--", "true"));
    assertEquals(
        "sockproof: " + known + ": this is not text in UTF-8; save it so.\n", err.toString());
  }

  /** The report is there, and so is what can be written. */
  @Test
  void anOutputThatFailsLosesNothingElse() throws Exception {
    Path junit = folder.resolve("junit.xml");
    assertEquals(
        ExitStatus.USAGE,
        run("check", "client", "--json", "/dev/full", "--junit", junit + "", "--", "true"));
    assertTrue(out.toString().endsWith("\ninconclusive\n"), out.toString());
    assertTrue(Files.readString(junit).contains("<testcase"), () -> "nothing in " + junit);
    assertTrue(
        err.toString()
            .endsWith(
                "sockproof: --json /dev/full: this cannot be written: No space left on device.\n"),
        err.toString());
  }

  @Test
  void knownFindingsThatCannotBeWrittenLoseNothingElse() throws Exception {
    Path json = folder.resolve("result.json");
    assertEquals(
        ExitStatus.USAGE,
        run("check", "client", "--write-known", "/dev/full", "--json", json + "", "--", "true"));
    assertTrue(err.toString().endsWith("No space left on device\n"), err.toString());
    assertTrue(Files.readString(json).contains("inconclusive"), () -> "nothing in " + json);
  }

  @Test
  void withoutABaselineNoCheckPasses() throws Exception {
    Path json = folder.resolve("result.json");
    assertEquals(
        ExitStatus.INCONCLUSIVE,
        run("check", "client", "--skip", "crash", "--json", json + "", "--", "true"));
    assertTrue(out.toString().contains("without a word to the server"), out.toString());
    JsonNode checks = new JsonMapper().readTree(Files.readString(json)).path("checks");
    assertEquals(21, checks.size());
    for (JsonNode check : checks) {
      String id = check.path("id").asString();
      boolean elsewhere =
          List.of(
                  "crash",
                  "half-close-drops-reply",
                  "unread-data-reset",
                  "bad-input-kills",
                  "one-client-blocks")
              .contains(id);
      assertEquals(
          elsewhere ? "not-applicable" : "inconclusive", check.path("verdict").asString(), id);
    }
  }
}
