package sockproof.harness.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import sockproof.harness.check.CheckResult;
import sockproof.harness.check.CheckRun;
import sockproof.harness.judge.Verdict;

/** What a person sees of a check: what counts, what does not, and why it came out as it did. */
final class CheckConsoleTest {
  private static List<String> lines(CheckResult result) {
    StringWriter out = new StringWriter();
    new CheckConsole(new PrintWriter(out), new Styles(false), "./sockproof").print(result);
    return out.toString().lines().toList();
  }

  private static void assertHas(List<String> lines, String start) {
    assertTrue(lines.stream().anyMatch(line -> line.startsWith(start)), String.join("\n", lines));
  }

  @Test
  void aFindingOfTheLevelMustFailsAndStandsForWhatItExplains() throws Exception {
    CheckResult result =
        CheckRun.client("line")
            .mutant("single-recv")
            .only("single-recv", "message-truncated", "coalesced-messages")
            .run();
    List<String> lines = lines(result);
    assertHas(lines, "fail           single-recv              MUST ");
    assertHas(lines, "explained      message-truncated        MUST ");
    assertHas(lines, "left out, as asked: ");
    assertEquals("fail: single-recv", lines.getLast());
  }

  @Test
  void oneOfTheLevelShouldIsAWarning() throws Exception {
    CheckRun check = CheckRun.client("line").mutant("no-deadline").only("no-deadline");
    CheckResult result = check.run();
    assertEquals(Verdict.PASS, result.verdict());
    List<String> lines = lines(result);
    assertHas(lines, "warning        no-deadline              SHOULD ");
    assertEquals("pass; warning: no-deadline", lines.getLast());

    CheckResult strict = check.strictly().run();
    assertEquals(Verdict.FAIL, strict.verdict());
    assertEquals("fail: no-deadline", lines(strict).getLast());
  }

  @Test
  void withoutAnyTheVerdictIsAll() throws Exception {
    CheckResult result = CheckRun.client("line").only("coalesced-messages").run();
    assertEquals("pass", lines(result).getLast());
  }
}
