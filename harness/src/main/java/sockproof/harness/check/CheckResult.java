package sockproof.harness.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sockproof.harness.finding.Finding;
import sockproof.harness.judge.Verdict;
import sockproof.harness.known.KnownFinding;

/**
 * What a whole check came to.
 *
 * @param verdict fail where there is a finding that counts, inconclusive where nothing can be said
 * @param why for an inconclusive check: the reason
 * @param checks one line for each check
 * @param findings the bugs that were found
 * @param observations what was noticed besides, by name
 * @param cases how many cases were run
 * @param elapsedMillis how long it took
 * @param seed the seed
 * @param fixed what was expected and is gone
 */
public record CheckResult(
    Verdict verdict,
    String why,
    List<Line> checks,
    List<Found> findings,
    Map<String, Object> observations,
    int cases,
    long elapsedMillis,
    long seed,
    List<KnownFinding> fixed) {

  /**
   * What one check came to.
   *
   * @param verdict the verdict's word, or {@code not-applicable}
   */
  public record Line(Finding finding, String verdict, int cases, String why) {}

  /**
   * One bug.
   *
   * @param alsoExplained findings whose evidence this one brings along
   * @param minimal the smallest case that shows it
   * @param caseId the name under which that case is stored
   * @param repeats how many of the confirming runs failed, as {@code 5/5}
   * @param flaky whether a confirming run passed
   * @param known why it is expected, or null where it is not
   * @param changed what was expected in its place: the same finding, shown in another way
   */
  public record Found(
      Finding finding,
      String summary,
      String expected,
      String observed,
      List<String> alsoExplained,
      Trial minimal,
      String caseId,
      String repeats,
      boolean flaky,
      @Nullable String known,
      Optional<KnownFinding> changed) {

    private static final int MAX_PINNED_CHARACTERS = 400;

    /** The entry that expects this, without a reason where nobody has given one. */
    public KnownFinding asKnown() {
      List<String> taken = minimal.outcome().taken();
      boolean isShort = taken.stream().mapToInt(String::length).sum() <= MAX_PINNED_CHARACTERS;
      return new KnownFinding(
          finding.id(),
          known == null ? "" : known,
          minimal.exchange().plan(),
          minimal.outcome().signature(),
          isShort ? Optional.of(taken) : Optional.empty());
    }
  }
}
