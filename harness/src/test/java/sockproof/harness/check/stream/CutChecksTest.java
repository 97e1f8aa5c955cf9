package sockproof.harness.check.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.harness.check.CheckResult;
import sockproof.harness.check.CheckResult.Found;
import sockproof.harness.check.CheckRun;

/** The findings that cuts alone tell apart, on the reference with exactly one bug. */
final class CutChecksTest {
  private static final String[] CUTS = {
    "single-recv", "header-split", "delimiter-split", "utf8-split"
  };

  @ParameterizedTest
  @CsvSource({
    "client, line, single-recv",
    "client, crlf, single-recv",
    "client, fixed:16, single-recv",
    "client, length-prefix, single-recv",
    "client, eof, single-recv",
    "client, length-prefix, header-split",
    "client, crlf, delimiter-split",
    "server, line, single-recv",
    "server, length-prefix, header-split",
    "server, crlf, delimiter-split",
  })
  void eachBugIsNamed(String role, String framing, String id) throws Exception {
    CheckRun run = role.equals("client") ? CheckRun.client(framing) : CheckRun.server(framing);
    assertEquals(List.of(id), run.mutant(id).only(CUTS).findings());
  }

  @ParameterizedTest
  @CsvSource({"client", "server"})
  void piecewiseDecodingIsNamed(String role) throws Exception {
    CheckRun run = role.equals("client") ? CheckRun.client("line") : CheckRun.server("line");
    assertEquals(
        List.of("utf8-split"),
        run.saying("gr\u00fc\u00dfe, welt").mutant("utf8-split").only(CUTS).findings());
  }

  @ParameterizedTest
  @CsvSource({
    "client, line",
    "client, crlf",
    "client, fixed:16",
    "client, length-prefix",
    "client, eof",
    "server, line",
    "server, crlf",
    "server, fixed:16",
    "server, length-prefix",
    "server, eof",
  })
  void theReferenceHasNone(String role, String framing) throws Exception {
    CheckRun run = role.equals("client") ? CheckRun.client(framing) : CheckRun.server(framing);
    assertEquals(List.of(), run.only(CUTS).findings());
  }

  @Test
  void theSmallestCaseIsOneCutConfirmedAndStored() throws Exception {
    CheckResult result = CheckRun.client("line").mutant("single-recv").only("single-recv").run();
    Found found = result.findings().getFirst();
    assertEquals("5/5", found.repeats());
    assertEquals(1, found.minimal().exchange().plan().faults().size());
    assertTrue(CutCases.offsetOf(found.minimal()).isPresent());
    assertTrue(found.caseId().startsWith("single-recv-"), found.caseId());
  }

  @ParameterizedTest
  @CsvSource({"client", "server"})
  void theSizesOfReadsAreObserved(String role) throws Exception {
    CheckRun run = role.equals("client") ? CheckRun.client("line") : CheckRun.server("line");
    CheckResult result = run.saying("hello").only("single-recv").run();
    assertEquals(List.of(3, 3), result.observations().get("reads"));
  }
}
