package sockproof.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code --known} of check and run: written, accepted, changed, fixed. */
class KnownFailuresTest {
  private static final Path PROGRAMS = Path.of("../scenarios/programs/readme");
  private static final String RECVALL = "stream/recvall/delimited-reply-split-anywhere";

  @TempDir private Path folder;

  private record Ran(int status, String out, String err) {}

  @BeforeEach
  void tellWhereTheSuitesAre() {
    System.setProperty("sockproof.home", Path.of("..").toAbsolutePath().normalize().toString());
  }

  private static Ran sockproof(List<String> args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of("--color", "never"));
    all.addAll(args);
    String[] words = all.toArray(String[]::new);
    CommandLine line = Program.commandLine(words);
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return new Ran(line.execute(words), out.toString(), err.toString());
  }

  private static Ran check(String program, String... options) {
    List<String> args = new ArrayList<>(List.of("check", "client", "--seed", "1"));
    args.addAll(List.of("--only", "single-recv", "--timeout", "20s"));
    args.addAll(List.of(options));
    args.addAll(List.of("--", "python3", PROGRAMS.resolve(program).toString(), "{host}", "{port}"));
    return sockproof(args);
  }

  /** What a check of the client with the bug wrote, with a reason put in. */
  private Path knownFinding() throws IOException {
    Path known = folder.resolve("known.yaml");
    Ran ran = check("client_naive.py", "--write-known", known.toString());
    assertEquals(ExitStatus.FAILURE, ran.status(), ran.out() + ran.err());
    assertTrue(ran.out().contains("- {id: single-recv, reason: \"\", evidence: {faults: ["));
    assertTrue(ran.err().contains("single-recv: fail"), ran.err());
    return Files.writeString(
        known, Files.readString(known).replace("reason: \"\"", "reason: it is old"));
  }

  @Test
  void anExpectedFindingDoesNotFailACheck() throws Exception {
    Path json = folder.resolve("r.json");
    Path junit = folder.resolve("r.xml");
    String known = knownFinding().toString();
    Ran ran =
        check(
            "client_naive.py", "-q", "--known", known, "--json", "" + json, "--junit", "" + junit);
    assertEquals(ExitStatus.OK, ran.status(), ran.out() + ran.err());
    assertTrue(ran.out().contains("known      it is old"), ran.out());
    assertEquals("", ran.err());
    JsonNode result = JsonMapper.shared().readTree(Files.readString(json));
    assertEquals("pass", result.get("verdict").asString());
    assertEquals("it is old", result.get("findings").get(0).get("known").asString());
    assertEquals(0, count(junit, "failure"));
    assertTrue(count(junit, "testcase") > 1);
  }

  @Test
  void aFindingThatChangedIsANewFailure() throws Exception {
    Path known = knownFinding();
    Files.writeString(
        known, Files.readString(known).replaceFirst("took: \\[.*?\\]", "took: [HELLO]"));
    Path junit = folder.resolve("r.xml");
    Ran ran = check("client_naive.py", "--known", known.toString(), "--junit", junit.toString());
    assertEquals(ExitStatus.FAILURE, ran.status(), ran.out() + ran.err());
    assertTrue(ran.out().contains("it is expected, but came out differently"), ran.out());
    assertEquals(1, count(junit, "failure"));
  }

  @Test
  void anExpectedFindingThatIsGoneIsReportedAsFixed() throws IOException {
    Path left = folder.resolve("left.yaml");
    Ran ran =
        check(
            "client_fixed.py",
            "--known",
            knownFinding().toString(),
            "--write-known",
            left.toString());
    assertEquals(ExitStatus.OK, ran.status(), ran.out() + ran.err());
    assertTrue(ran.out().contains("fixed: single-recv is expected and was not found"), ran.out());
    assertEquals("[]\n", Files.readString(left));
  }

  private static int count(Path junit, String element) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(junit.toFile())
        .getElementsByTagName(element)
        .getLength();
  }

  private Ran run(String program, String... options) throws IOException {
    Path subject =
        Files.writeString(
            folder.resolve("mine.yaml"),
            """
            title: A line client
            role: client
            network: tcp
            framing: line
            command: [python3, '%s', '{host}', '{port}']
            """
                .formatted(PROGRAMS.resolve(program).toAbsolutePath()));
    List<String> args =
        new ArrayList<>(List.of("run", "../scenarios/suites/" + RECVALL + ".yaml", "--seed", "1"));
    args.addAll(List.of("--subject", subject.toString(), "--grep", "framing=line,cut=[12]\\]$"));
    args.addAll(List.of(options));
    return sockproof(args);
  }

  @Test
  void expectedFailuresOfARun() throws IOException {
    Path known = folder.resolve("known.yaml");
    Ran first = run("client_naive.py", "--write-known", known.toString());
    assertEquals(ExitStatus.FAILURE, first.status(), first.out() + first.err());
    String written = Files.readString(known);
    Files.writeString(known, written.replace("reason: \"\"", "reason: it is old"));

    Ran accepted = run("client_naive.py", "--known", known.toString());
    assertEquals(ExitStatus.OK, accepted.status(), accepted.out() + accepted.err());
    assertTrue(accepted.out().contains("it is old"), accepted.out());
    assertTrue(accepted.out().endsWith("2 passed, 0 failed, 0 skipped\n"), accepted.out());

    Ran fixed = run("client_fixed.py", "--known", known.toString());
    assertEquals(ExitStatus.OK, fixed.status(), fixed.out() + fixed.err());
    assertTrue(fixed.out().contains("fixed   " + RECVALL + "[framing=line,cut=1]"), fixed.out());

    Files.writeString(
        known,
        "- {scenario: '%s', subject: '*', reason: old, evidence: {observed: 'exit 1*'}}\n"
            .formatted(RECVALL));
    Ran changed = run("client_naive.py", "--known", known.toString());
    assertEquals(ExitStatus.FAILURE, changed.status(), changed.out() + changed.err());
    assertTrue(changed.out().contains("expected to fail, but differently: exit 1*"));
  }

  @Test
  void aMistakeInTheFileIsNamedWithItsPlace() throws IOException {
    Path known = Files.writeString(folder.resolve("k.yaml"), "- id: single-receive\n");
    Ran checked = check("client_naive.py", "--known", known.toString());
    assertEquals(ExitStatus.USAGE, checked.status());
    assertTrue(checked.err().contains("k.yaml:1:7: there is no finding"), checked.err());
    Files.writeString(known, "- scenario: stream/none\n");
    Ran ran = run("client_naive.py", "--known", known.toString());
    assertEquals(ExitStatus.USAGE, ran.status());
    assertTrue(ran.err().contains("k.yaml:1:13: there is no scenario"), ran.err());
    Ran absent = check("client_naive.py", "--known", "no-such.yaml");
    assertEquals(ExitStatus.USAGE, absent.status());
    assertTrue(absent.err().contains("--known no-such.yaml"), absent.err());
  }
}
