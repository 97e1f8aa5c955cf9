package sockproof.harness.check;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import sockproof.harness.check.Confirmer.Confirmation;
import sockproof.harness.finding.FindingCatalogue;
import sockproof.harness.judge.Verdict;

/** Which of several failures is named, by how each repeats and by what it explains. */
final class ExplanationsTest {
  private static final List<String> IDS =
      List.of("exact-buffer-size", "single-recv", "utf8-split", "early-eof-accepted");

  /** The failures that each explains, as of the checks themselves. */
  private static final Map<String, Set<String>> EXPLAINS =
      Map.of(
          "exact-buffer-size", Set.of("single-recv", "early-eof-accepted"),
          "single-recv", Set.of("utf8-split", "early-eof-accepted"),
          "utf8-split", Set.of(),
          "early-eof-accepted", Set.of());

  @Test
  void theMostSpecificThatRepeatsIsNamedAndStandsForTheOthers() throws Exception {
    assertEquals(
        "{exact-buffer-size 5/5=[single-recv, early-eof-accepted]}",
        named(Map.of("exact-buffer-size", 5, "single-recv", 5, "early-eof-accepted", 5)));
  }

  @Test
  void oneThatRepeatsNowAndThenGivesWayToOneThatAlwaysDoes() throws Exception {
    assertEquals(
        "{single-recv 5/5=[exact-buffer-size, utf8-split]}",
        named(Map.of("exact-buffer-size", 1, "single-recv", 5, "utf8-split", 5)));
  }

  @Test
  void oneThatRepeatsNowAndThenStillStandsForOthersThatDoNoBetter() throws Exception {
    assertEquals(
        "{exact-buffer-size 3/5=[single-recv]}",
        named(Map.of("exact-buffer-size", 3, "single-recv", 2)));
  }

  @Test
  void oneThatNeverRepeatsExplainsNothing() throws Exception {
    assertEquals(
        "{single-recv 5/5=[utf8-split]}",
        named(Map.of("exact-buffer-size", 0, "single-recv", 5, "utf8-split", 5)));
    assertEquals("{}", named(Map.of("exact-buffer-size", 0, "single-recv", 0)));
  }

  /** What is named, with how many of five repeats of each failure fail. */
  private static String named(Map<String, Integer> failures) throws InterruptedException {
    List<Examined> failed = new ArrayList<>();
    for (String id : IDS) {
      if (failures.containsKey(id)) {
        failed.add(failure(id));
      }
    }
    Map<String, List<String>> named = new TreeMap<>();
    new Explanations((check, diagnosis) -> confirmation(requireNonNull(failures.get(check.id()))))
        .name(failed)
        .forEach(
            one ->
                named.put(one.cause().id() + " " + one.confirmation().rate(), one.alsoExplained()));
    return named.toString();
  }

  @SuppressWarnings("NullAway") // nobody looks at the trial
  private static Confirmation confirmation(int failures) {
    return new Confirmation(null, failures, 5);
  }

  private static Examined failure(String id) {
    Check check =
        new Check() {
          @Override
          public String id() {
            return id;
          }

          @Override
          public Set<String> explains() {
            return requireNonNull(EXPLAINS.get(id));
          }

          @Override
          public Optional<String> notApplicable(Situation situation) {
            return Optional.empty();
          }

          @Override
          public Diagnosis examine(Lab lab) {
            throw new AssertionError("it has been examined already");
          }
        };
    Diagnosis diagnosis = new Diagnosis(Verdict.FAIL, "", "", "", List.of());
    return FindingCatalogue.all().stream()
        .filter(finding -> finding.id().equals(id))
        .findFirst()
        .map(finding -> new Examined(check, finding, "", 1, 0, diagnosis))
        .orElseThrow();
  }
}
