package sockproof.harness.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sockproof.harness.judge.Judgement;
import sockproof.harness.trace.Observation;
import sockproof.proxy.trace.History;

/**
 * What came of one case.
 *
 * @param run the case
 * @param status what it counts as
 * @param judgement the oracle's verdict with its words
 * @param note why it was skipped, is known, or had no verdict; empty otherwise
 * @param elapsedMillis how long it took
 * @param histories for a failure: what passed through each relay, in order
 * @param observation what is kept for reports; empty for a case that was not carried out
 */
public record CaseResult(
    CaseRun run,
    Status status,
    Judgement judgement,
    String note,
    long elapsedMillis,
    Map<String, History> histories,
    Optional<Observation> observation) {
  private static final String ENDED = "the run was ended ";

  /** What a case counts as. */
  public enum Status {
    PASSED,
    /** It failed, as the subject's file says it would. */
    KNOWN,
    /** It failed a SHOULD or an INFO. */
    WARNED,
    SKIPPED,
    INCONCLUSIVE,
    FAILED;

    /** The word used in results. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** True where it counts among the passed ones. */
    public boolean countsAsPassed() {
      return this == PASSED || this == KNOWN || this == WARNED;
    }
  }

  /**
   * A case that the end of the run kept from its own.
   *
   * @param when {@code before it} or {@code during it}
   */
  static CaseResult unfinished(CaseRun run, String when) {
    return skipped(run, ENDED + when);
  }

  /** Whether the end of the run kept it from its own. */
  public boolean isUnfinished() {
    return status == Status.SKIPPED && note.startsWith(ENDED);
  }

  /** A case that was not run. */
  public static CaseResult skipped(CaseRun run, String why) {
    return new CaseResult(
        run, Status.SKIPPED, Judgement.inconclusive(why), why, 0, Map.of(), Optional.empty());
  }
}
