package sockproof.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code run} as a user types it, with the reference and its mutants as programs under test. */
class RunCommandTest {
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

  private static final String SUBJECT =
      """
      title: A client
      role: client
      network: tcp
      framing: {fixed: 16}
      """;

  @TempDir private Path folder;
  private Path scenario;

  private record Ran(int status, String out, String err) {}

  @BeforeEach
  void writeScenario() throws IOException {
    System.setProperty("sockproof.home", Path.of("..").toAbsolutePath().normalize().toString());
    scenario = Files.createDirectories(folder.resolve("suites/a")).resolve("cut.yaml");
    Files.writeString(scenario, SCENARIO);
  }

  private static Ran run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of("--color", "never", "run"));
    all.addAll(List.of(args));
    String[] words = all.toArray(String[]::new);
    CommandLine line = Program.commandLine(words);
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return new Ran(line.execute(words), out.toString(), err.toString());
  }

  private Path subject(String name, String more) throws IOException {
    return Files.writeString(folder.resolve(name + ".yaml"), SUBJECT + more);
  }

  private Path reference(String name, String... more) throws IOException {
    List<String> words =
        new ArrayList<>(List.of("tcp-client", "'{host}'", "'{port}'", "--framing", "'{framing}'"));
    words.addAll(List.of(more));
    return subject(name, "reference: [" + String.join(", ", words) + "]\n");
  }

  @Test
  void passes() throws IOException {
    Path json = folder.resolve("r.json");
    Ran ran =
        run("" + scenario, "--subject", "" + reference("good"), "--seed", "3", "--json", "" + json);
    assertEquals(ExitStatus.OK, ran.status(), ran.err());
    assertTrue(ran.out().endsWith("2 passed, 0 failed, 0 skipped\n"), ran.out());
    JsonNode results = JsonMapper.shared().readTree(Files.readString(json));
    assertEquals(3, results.get("seed").asInt());
    assertEquals(2, results.get("cases").size());
  }

  @Test
  void aFolderOfSubjectsIsTakenWhole() throws IOException {
    Path mine = Files.createDirectories(folder.resolve("mine/deep"));
    Files.move(reference("good"), mine.resolve("good.yaml"));
    Path bad = mine.resolveSibling("bad.yaml");
    Files.move(reference("bad", "--mutant", "single-recv"), bad);
    Ran ran = run("" + scenario, "--subject", "" + folder.resolve("mine"), "--seed", "3");
    assertEquals(ExitStatus.FAILURE, ran.status(), ran.err());
    assertTrue(ran.out().contains("deep/good"), ran.out());
    assertTrue(ran.out().contains(" --subject " + bad), ran.out());
    Files.createDirectories(folder.resolve("empty"));
    assertEquals(
        ExitStatus.USAGE, run("" + scenario, "--subject", "" + folder.resolve("empty")).status());
  }

  @Test
  void aFailureShowsAllThatIsNeededAndTheLineThatRepeatsIt() throws Exception {
    Path junit = folder.resolve("r.xml");
    Path bad = reference("bad", "--mutant", "single-recv");
    Ran ran = run("" + scenario, "--subject", "" + bad, "--seed", "3", "--junit", "" + junit);
    assertEquals(ExitStatus.FAILURE, ran.status(), ran.err());
    for (String part :
        List.of(
            "recv() may give less than was asked for. (POSIX recv())",
            "fragment: {to: client, at: [4]}",
            "the replies \"HELLO, SOCKPROOF\", exit 0",
            "cut=4 (2 of 2 cases)",
            "0 passed, 2 failed, 0 skipped\n")) {
      assertTrue(ran.out().contains(part), part + " in " + ran.out());
    }
    // Who has all that it wants leaves, sometimes before the second piece, sometimes after the FIN.
    assertTrue(
        Pattern.compile("it got +\"HELL\"( \\| \"O, SOCKPROOF\"( \\| FIN)?)?\n")
            .matcher(ran.out())
            .find(),
        ran.out());
    assertEquals(
        2,
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(junit.toFile())
            .getElementsByTagName("failure")
            .getLength());

    Matcher again = Pattern.compile("again +\\./sockproof run (.*)").matcher(ran.out());
    assertTrue(again.find(), ran.out());
    List<String> words = Pattern.compile(" ").splitAsStream(again.group(1)).toList();
    Ran repeated = run(words.stream().map(word -> word.replace("'", "")).toArray(String[]::new));
    assertEquals(ExitStatus.FAILURE, repeated.status(), again.group(1));
    assertTrue(repeated.out().endsWith("0 passed, 1 failed, 0 skipped\n"), repeated.out());
  }

  @Test
  void aKnownFindingIsNoFailure() throws IOException {
    Path known = folder.resolve("known.yaml");
    Files.writeString(
        known,
        Files.readString(reference("bad", "--mutant", "single-recv"))
            + "known: [{id: single-recv, reason: it is old}]\n");
    Ran ran = run("" + scenario, "--subject", "" + known);
    assertEquals(ExitStatus.OK, ran.status(), ran.out());
    assertTrue(ran.out().contains("single-recv: it is old"), ran.out());
    assertTrue(ran.out().endsWith("2 passed, 0 failed, 0 skipped\n"), ran.out());
  }

  @Test
  void aClientThatDoesNotWorkAtAllIsNotBlamed() throws IOException {
    Path ends = subject("ends", "command: ['false']\n");
    Ran ran = run("" + scenario, "--subject", "" + ends);
    assertEquals(ExitStatus.INCONCLUSIVE, ran.status(), ran.out());
    assertTrue(ran.out().contains("without any fault ends does not work"), ran.out());
  }

  @Test
  void whatIsNotInstalledIsSkippedWhereTheSubjectSaysSo() throws IOException {
    Path absent = subject("absent", "command: [no-such-program]\nrequires: [no-such-program]\n");
    Ran ran = run("" + scenario, "--subject", "" + absent);
    assertEquals(ExitStatus.OK, ran.status(), ran.out());
    assertTrue(ran.out().contains("`no-such-program` is not installed"), ran.out());
    assertTrue(ran.out().endsWith("0 passed, 0 failed, 2 skipped\n"), ran.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "command: [no-such-program]|subject s: the program `no-such-program` was not found",
        "command: [./s.yaml]|the program `./s.yaml` may not be executed",
        "command: [x]; build: [no-cc]|the program `no-cc` was not found",
        "command: [true]; comand: [x]|s.yaml:6:1: the key `comand` is not known",
        "command: [true|s.yaml:6:1",
        "command: 7|s.yaml:5:10",
        "command: x {host}|s.yaml:5:10: expected a list of the program and its arguments",
        "command: [x, {host}]|s.yaml:5:14: braces need quotes here, as in '{host}'",
        "framing: line|s.yaml:5:1"
      })
  void aBadSubjectIsOneLine(String more, String sentence) throws IOException {
    Path bad = subject("s", more.replace("; ", "\n") + "\n");
    assertUsage(run("" + scenario, "--subject", "" + bad), sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "finds:|find:|cut.yaml:19:1: the key `find` is not known",
        "at: [$cut]|at: [$cat]|cut.yaml:15:",
        "level: MUST|level: OUGHT|cut.yaml:3:10",
        "fragment:|fragmnt:|cut.yaml:15:",
        "fragment: {to|drop: {to|`drop` loses datagrams",
        "within: 5s|within: soon|cut.yaml:18:11",
        "title:|title: [|cut.yaml:2:",
        "[single-recv]|[no-such-bug]|cut.yaml:19:"
      })
  void aBadScenarioIsOneLine(String from, String to, String sentence) throws IOException {
    Files.writeString(scenario, SCENARIO.replace(from, to));
    assertUsage(run("" + scenario, "--subject", "" + reference("good")), sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no/such/path|there is no such scenario file or folder",
        "stream/recvall/split-anywhere[cut=77]|there is no case [cut=77] in it; the first is",
        "stream --subject reference/udp-server|they ask for a client under test, or the network",
        "--subject no-such|there is neither such a file or folder nor such a bundled subject",
        "--grep (|is not a regular expression",
        "--grep nothing-matches-this|no scenario is left",
        "--jobs 0|--jobs",
        "--json /no/such/folder/r.json|--json",
        "--shard 3/2|--shard"
      })
  void badUsageIsOneLine(String args, String sentence) throws IOException {
    List<String> words = new ArrayList<>(List.of("" + scenario));
    words.addAll(Pattern.compile(" ").splitAsStream(args).toList());
    if (!args.contains("--subject")) {
      words.addAll(List.of("--subject", "" + reference("good")));
    }
    assertUsage(run(words.toArray(String[]::new)), sentence);
  }

  private static void assertUsage(Ran ran, String sentence) {
    assertEquals(ExitStatus.USAGE, ran.status(), ran.out() + ran.err());
    assertEquals(1, ran.err().lines().count(), ran.err());
    assertTrue(ran.err().contains(sentence), ran.err());
    assertFalse(ran.err().contains("Exception"), ran.err());
  }

  @Test
  void theFirstFailureEndsTheRunWhereThatIsAskedFor() throws IOException {
    Path bad = reference("bad", "--mutant", "single-recv");
    Ran ran = run("" + scenario, "--subject", "" + bad, "--fail-fast", "--jobs", "1");
    assertEquals(ExitStatus.FAILURE, ran.status());
    assertTrue(ran.out().endsWith("0 passed, 1 failed, 1 skipped\n"), ran.out());
  }

  @Test
  void aProofNamesEveryGap() throws IOException {
    Ran part = run("" + scenario, "--subject", "" + reference("good"), "--prove");
    assertEquals(ExitStatus.OK, part.status(), part.out());
    assertTrue(part.out().contains("every scenario fails for a mutant"), part.out());

    Files.writeString(
        scenario.resolveSibling("none.yaml"), SCENARIO.replace("[single-recv]", "[]"));
    Files.writeString(
        scenario.resolveSibling("other.yaml"), SCENARIO.replace("[single-recv]", "[header-split]"));
    Ran whole = run("" + folder.resolve("suites"), "--subject", "" + reference("good"), "--prove");
    assertEquals(ExitStatus.FAILURE, whole.status(), whole.out());
    for (String gap :
        List.of(
            "a/none names no finding",
            "a/other says that it finds header-split, but passes with every mutant of it",
            "no scenario finds header-split in tcp-client",
            "no scenario finds single-recv in tcp-server",
            "no scenario finds source-unchecked in udp-matching-client",
            "no scenario finds single-recv in tcp-client with crlf",
            "no scenario finds anything in clients over unix")) {
      assertTrue(whole.out().contains("gap: ") && whole.out().contains(gap), gap + whole.out());
    }
    assertFalse(whole.out().contains("no scenario finds single-recv in tcp-client\n"));
  }
}
