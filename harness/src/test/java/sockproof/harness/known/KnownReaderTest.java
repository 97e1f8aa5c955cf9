package sockproof.harness.known;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.PlanException;
import sockproof.proxy.plan.YamlNode;

/** The files of what is expected: read, refused with their place, and written as they are read. */
class KnownReaderTest {
  private static final String FINDING =
      """
      - id: single-recv
        reason: upstream does not want it mended
        evidence:
          faults:
            - fragment: {to: client, at: [2]}
          outcome: wrong
          took: [HE]
      """;
  private static final String CASE =
      """
      - scenario: stream/recvall/*
        subject: debian/*
        reason: socat knows no messages
        evidence: {observed: 'took "*" as replies'}
      """;
  private static final List<String> SCENARIOS = List.of("stream/recvall/cut", "stream/close/fin");

  private static KnownFindings findings(String text) {
    return KnownReader.findings(text, "k.yaml", "client", Medium.TCP, Framing.parse("line"));
  }

  private static void refused(String start, Executable reading) {
    String message = String.valueOf(assertThrows(PlanException.class, reading).getMessage());
    assertTrue(message.startsWith(start), message);
  }

  @Test
  void readsFindings() {
    KnownFinding known = findings(FINDING).of("single-recv").orElseThrow();
    assertEquals("upstream does not want it mended", known.reason());
    assertEquals(1, known.faults().faults().size());
    assertTrue(known.isOutcome("wrong", List.of("HE")));
    assertFalse(known.isOutcome("wrong", List.of("H")));
    assertFalse(known.isOutcome("hung", List.of("HE")));
    assertEquals(Optional.empty(), findings(FINDING).of("header-split"));
    assertEquals(KnownFindings.none(), findings("# nothing yet\n"));
  }

  @Test
  void whatItTookMayBeLeftOpen() {
    String open = FINDING.replace("    took: [HE]\n", "");
    assertTrue(findings(open).entries().getFirst().isOutcome("wrong", List.of("any")));
  }

  @Test
  void writtenEntriesAreReadAsTheyWere() {
    KnownFinding known = findings(FINDING).entries().getFirst();
    KnownFinding odd =
        new KnownFinding(
            "crash", "\"why\": {not}?\u009b", known.faults(), "crashed", Optional.empty());
    String file = KnownWriter.file(List.of(KnownWriter.entry(known), KnownWriter.entry(odd)));
    assertEquals(List.of(known, odd), findings(file).entries());
    KnownCase one = new KnownCase("stream/recvall/cut[at=2]", "a", "b", "took \"*\"\n\t: #");
    String cases = KnownWriter.file(List.of(KnownWriter.entry(one)));
    assertEquals(List.of(one), KnownReader.cases(cases, "k.yaml", SCENARIOS).entries());
    assertEquals(KnownFindings.none(), findings(KnownWriter.file(List.of())));
  }

  @Test
  void readsCases() {
    KnownCase known = KnownReader.cases(CASE, "k.yaml", SCENARIOS).entries().getFirst();
    assertTrue(known.isAbout("stream/recvall/cut[at=2]", "debian/socat"));
    assertFalse(known.isAbout("stream/close/fin", "debian/socat"));
    assertFalse(known.isAbout("stream/recvall/cut[at=2]", "reference/tcp-client"));
    assertTrue(known.isObserved("took \"HE\" as replies"));
    assertFalse(known.isObserved("exit 1"));
  }

  @Test
  void anEntryWithoutBracketsIsAboutEveryCaseOfItsFile() {
    KnownCase known = new KnownCase("stream/recvall/cut", "*", "b", "c");
    assertTrue(known.isAbout("stream/recvall/cut[at=2]", "a"));
    assertTrue(known.isAbout("stream/recvall/cut", "a"));
    assertFalse(known.isAbout("stream/recvall/cuts", "a"));
  }

  @Test
  void addressesNumbersAndTimesMayDiffer() {
    KnownCase known = new KnownCase("a", "b", "c", "using 97 % of a core at 127.0.0.1:41234");
    assertTrue(known.isObserved("using 100 % of a core at 127.0.0.1:50000"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "single-recv | single-receive | k.yaml:1:7: there is no finding `single-receive`",
        "single-recv | loss-hang | k.yaml:1:7: `loss-hang` is not a finding of stream sockets",
        "single-recv | half-close-drops-reply | k.yaml:1:7: `half-close-drops-reply` is a bug of a",
        "reason: upstream does not want it mended | reason: '' | k.yaml:2:11: say why",
        "reason: | because: | k.yaml:1:3: the key `reason` is missing",
        "outcome: wrong | outcome: odd | k.yaml:6:14: `odd` is not an outcome",
        "at: [2] | att: [2] | k.yaml:5:32: the key `att` is not known",
        "took: | tok: | k.yaml:7:5: the key `tok` is not known",
        "id: | scenario: | k.yaml:1:3: an entry with `scenario` is for `sockproof run`",
      })
  void refusesAMistakeWithItsPlace(String right, String wrong, String message) {
    refused(message, () -> findings(FINDING.replace(right, wrong)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stream/recvall/* | stream/cut | k.yaml:1:13: there is no scenario `stream/cut`",
        "scenario: | id: | k.yaml:1:3: an entry with `id` is for `sockproof check`",
        "observed: | seen: | k.yaml:4:13: the key `observed` is missing",
        "subject: | subjects: | k.yaml:1:3: the key `subject` is missing",
      })
  void refusesAMistakeInACaseWithItsPlace(String right, String wrong, String message) {
    refused(message, () -> KnownReader.cases(CASE.replace(right, wrong), "k.yaml", SCENARIOS));
  }

  @Test
  void refusesTheSameFindingTwice() {
    refused("k.yaml:8:7: `single-recv` stands", () -> findings(FINDING + FINDING));
  }

  @Test
  void readsTheListOfASubjectFile() {
    String list = "[{id: single-recv, reason: it is old}]";
    assertEquals(
        Map.of("single-recv", "it is old"), KnownReader.reasons(YamlNode.parse(list, "s.yaml")));
    refused(
        "s.yaml:1:7: there is no finding `single`",
        () -> KnownReader.reasons(YamlNode.parse("[{id: single, reason: a}]", "s.yaml")));
  }
}
