package sockproof.harness.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sockproof.harness.finding.Finding;
import sockproof.harness.judge.Verdict;
import sockproof.harness.known.KnownFinding;
import sockproof.harness.scenario.Requirement.Level;

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
 * @param strict whether SHOULD findings count
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
    List<KnownFinding> fixed,
    boolean strict) {

  /**
   * A check that could not begin.
   *
   * @param why what is in its way, without a full stop
   */
  public static CheckResult withoutBaseline(
      String why, Scope scope, long elapsedMillis, long seed) {
    List<Line> lines = new ArrayList<>();
    for (Finding finding : scope.findings()) {
      Optional<String> leftOut = scope.leftOut(finding);
      String verdict = leftOut.isEmpty() ? Verdict.INCONCLUSIVE.word() : "not-applicable";
      lines.add(new Line(finding, verdict, 0, 0, leftOut.orElse(why)));
    }
    return new CheckResult(
        Verdict.INCONCLUSIVE,
        why,
        lines,
        List.of(),
        Map.of(),
        0,
        elapsedMillis,
        seed,
        List.of(),
        false);
  }

  /**
   * What one check came to.
   *
   * @param verdict the verdict's word, or {@code not-applicable}
   * @param cases how many cases it asked for
   * @param spentMillis how long those took that no other check had run before, in milliseconds
   */
  public record Line(Finding finding, String verdict, int cases, long spentMillis, String why) {
    static final String LEFT_OUT_BY = "left out by ";

    /** Whether the user chose not to look for it. */
    public boolean isLeftOut() {
      return why.startsWith(LEFT_OUT_BY);
    }
  }

  /**
   * For people, who are to see at a glance what counts: the verdict's word, or {@code warning},
   * {@code known}, {@code flaky} or {@code explained}.
   */
  public String word(Line line) {
    String id = line.finding().id();
    Optional<Found> found =
        findings.stream().filter(one -> one.finding().id().equals(id)).findFirst();
    if (found.isEmpty()) {
      boolean explained = findings.stream().anyMatch(one -> one.alsoExplained().contains(id));
      return explained ? "explained" : line.verdict();
    }
    if (found.get().known() != null) {
      return "known";
    }
    if (found.get().flaky()) {
      return "flaky";
    }
    return counts(line.finding().level()) ? line.verdict() : "warning";
  }

  /** Whether an unexpected finding of this level makes the check fail. */
  boolean counts(Level level) {
    return counts(level, strict);
  }

  static boolean counts(Level level, boolean strict) {
    return level == Level.MUST || (strict && level == Level.SHOULD);
  }

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
