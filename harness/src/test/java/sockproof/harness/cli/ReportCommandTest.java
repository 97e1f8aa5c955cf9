package sockproof.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import sockproof.harness.results.Entry;
import sockproof.harness.results.Results;
import sockproof.harness.results.ResultsFile;
import sockproof.harness.run.CaseResult.Status;

/** {@code report} as a user types it, on results that were really measured. */
class ReportCommandTest {
  private static final String HOME = Path.of("..").toAbsolutePath().normalize().toString();

  @TempDir private Path folder;

  private record Ran(int status, String out, String err) {}

  @BeforeEach
  void setHome() {
    System.setProperty("sockproof.home", HOME);
  }

  private static Ran sockproof(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Program.commandLine(words);
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return new Ran(line.execute(words), out.toString(), err.toString());
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void aReportMadeLaterIsTheSame() throws IOException {
    Ran ran =
        sockproof(
            ("run " + HOME + "/scenarios/suites/stream/recvall/delimiter-split.yaml --seed 1")
                .concat(" --subject reference/tcp-client --json " + file("r.json"))
                .concat(" --html " + file("now") + " --junit " + file("now.xml"))
                .split(" "));
    assertEquals(ExitStatus.OK, ran.status(), ran.err());
    Ran later =
        sockproof(
            ("report " + file("r.json") + " --html " + file("later"))
                .concat(" --junit " + file("later.xml") + " --json " + file("again.json"))
                .split(" "));
    assertEquals(ExitStatus.OK, later.status(), later.err());
    for (List<String> pair :
        List.of(
            List.of("now/index.html", "later/index.html"),
            List.of("now.xml", "later.xml"),
            List.of("r.json", "again.json"))) {
      assertEquals(
          -1, Files.mismatch(folder.resolve(pair.get(0)), folder.resolve(pair.get(1))), "" + pair);
    }
    Entry entry = ResultsFile.read(folder.resolve("r.json")).entries().getFirst();
    assertEquals(Status.PASSED, entry.status());
    assertFalse(
        java.util.Objects.requireNonNull(entry.observation())
            .trace()
            .relays()
            .getFirst()
            .events()
            .isEmpty());
  }

  @Test
  void theResultOfACheckIsReportedByFinding() throws IOException {
    Ran ran =
        sockproof(
            ("check client --only single-recv --seed 1 --json " + file("c.json"))
                .concat(" --html " + file("report") + " --junit " + file("c.xml"))
                .concat(" -- python3 " + HOME + "/scenarios/programs/readme/client_naive.py")
                .concat(" {host} {port}")
                .split(" "));
    assertEquals(ExitStatus.FAILURE, ran.status(), ran.err());
    Results results = ResultsFile.read(folder.resolve("c.json"));
    Entry found =
        results.entries().stream()
            .filter(entry -> entry.id().equals("single-recv"))
            .findFirst()
            .orElseThrow();
    assertEquals(Status.FAILED, found.status());
    assertTrue(found.faults().getFirst().startsWith("fragment: "), "" + found.faults());
    assertTrue(found.replay().contains(" replay single-recv-"), found.replay());
    assertTrue(found.note().contains("; it failed in 5/5 repeats"), found.note());
    assertEquals("POSIX.1-2024, recv(); RFC 9293 section 3.8", found.requirement().source());
    assertTrue(found.elapsedMillis() > 0);
    assertFalse(
        java.util.Objects.requireNonNull(found.observation())
            .trace()
            .relays()
            .getFirst()
            .events()
            .isEmpty());
    assertTrue(Files.readString(folder.resolve("c.xml")).contains("<failure"));
    assertTrue(Files.size(folder.resolve("report/index.html")) > 0);
  }

  @Test
  void partsAreMergedIntoOne() throws IOException {
    String run = "run " + HOME + "/scenarios/suites/stream/recvall/split-anywhere.yaml --seed 1";
    String subject = " --subject reference/tcp-client";
    sockproof((run + subject + " --json " + file("whole.json")).split(" "));
    for (int shard = 1; shard <= 2; shard++) {
      Ran ran =
          sockproof(
              (run + subject + " --shard " + shard + "/2 --durations " + file("whole.json"))
                  .concat(" --json " + file(shard + ".json"))
                  .split(" "));
      assertEquals(ExitStatus.OK, ran.status(), ran.err());
    }
    Ran merged =
        sockproof(
            ("report merge " + file("1.json") + " " + file("2.json"))
                .concat(" --json " + file("merged.json") + " --html " + file("merged"))
                .split(" "));
    assertEquals(ExitStatus.OK, merged.status(), merged.err());
    List<String> whole = ids("whole.json");
    assertTrue(
        merged.out().endsWith(whole.size() + " passed, 0 failed, 0 skipped\n"), merged.out());
    assertTrue(ids("1.json").size() < whole.size() && !ids("1.json").isEmpty());
    assertEquals(whole, ids("merged.json"));
  }

  @Test
  void whatIsOddAboutAMergeIsSaid() throws IOException {
    String run = "run " + HOME + "/scenarios/suites/stream/recvall/delimiter-split.yaml";
    String subject = " --subject reference/tcp-client --seed ";
    sockproof((run + subject + "1 --json " + file("1.json")).split(" "));
    sockproof((run + subject + "2 --json " + file("2.json")).split(" "));
    String merge = " --json " + file("m.json");
    Ran same =
        sockproof(("report merge " + file("1.json") + " " + file("1.json") + merge).split(" "));
    assertEquals(ExitStatus.OK, same.status(), same.err());
    assertEquals(1, same.err().lines().count(), same.err());
    assertTrue(same.err().contains("1.json have "), same.err());
    Ran other =
        sockproof(("report merge " + file("1.json") + " " + file("2.json") + merge).split(" "));
    assertTrue(other.err().contains("have different seeds (1, 2)"), other.err());
    Ran alone = sockproof(("report merge " + file("1.json") + merge).split(" "));
    assertEquals("", alone.err());
    Files.writeString(folder.resolve("a.json"), "{\"schema\": 1, \"seed\": 1, \"checks\": []}");
    Files.writeString(folder.resolve("b.json"), "{\"schema\": 1, \"seed\": 2, \"checks\": []}");
    Ran checks =
        sockproof(("report merge " + file("a.json") + " " + file("b.json") + merge).split(" "));
    assertEquals(ExitStatus.OK, checks.status(), checks.err());
    assertEquals("", checks.err());
  }

  private List<String> ids(String name) throws IOException {
    return ResultsFile.read(folder.resolve(name)).entries().stream()
        .map(Entry::id)
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{]|r.json:1:2: this is not JSON",
        "7|these are no results",
        "{\"schema\": 2}|a newer Sockproof",
        "{\"schema\": 1}|have no `cases`",
        "{\"schema\": 1, \"cases\": [{\"id\": 7, \"status\": \"odd\"}]}|r.json: case 1 is not"
      })
  void whatIsNoResultIsRefusedInALine(String text, String sentence) throws IOException {
    Files.writeString(folder.resolve("r.json"), text);
    assertUsage(sockproof("report", file("r.json"), "--html", file("out")), sentence);
  }

  @Test
  void badUsageIsOneLine() throws IOException {
    assertUsage(sockproof("report", file("none.json"), "--html", file("x")), "no such file");
    Files.writeString(folder.resolve("r.json"), "{}");
    assertUsage(sockproof("report", file("r.json")), "what to write");
    String html = file("r.json");
    assertUsage(sockproof("report", file("r.json"), "--html", html), "name a folder");
    assertUsage(sockproof("report", file("r.json"), "--junit", "/no/such/x.xml"), "--junit");
    assertUsage(sockproof("run", "--shard", "1/2"), "--shard 1/2 needs --seed");
    assertUsage(sockproof("run", "--durations", file("r.json")), "--durations");
    String run = "{\"schema\": 1, \"cases\": []}";
    String check = "{\"schema\": 1, \"checks\": []}";
    Files.writeString(folder.resolve("run.json"), run);
    Files.writeString(folder.resolve("check.json"), check);
    assertUsage(
        sockproof("report", "merge", file("run.json"), file("check.json"), "--json", file("m")),
        "merge them apart");
  }

  private static void assertUsage(Ran ran, String sentence) {
    assertEquals(ExitStatus.USAGE, ran.status(), ran.out() + ran.err());
    assertEquals(1, ran.err().lines().count(), ran.err());
    assertTrue(ran.err().contains(sentence), ran.err());
    assertFalse(Pattern.compile("Exception|\\bat \\w+\\.").matcher(ran.err()).find(), ran.err());
  }
}
