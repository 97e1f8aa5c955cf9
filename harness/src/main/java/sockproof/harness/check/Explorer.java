package sockproof.harness.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import sockproof.harness.check.CheckResult.Found;
import sockproof.harness.check.CheckResult.Line;
import sockproof.harness.check.Confirmer.Confirmation;
import sockproof.harness.finding.Finding;
import sockproof.harness.judge.Verdict;
import sockproof.harness.known.KnownFinding;
import sockproof.harness.known.KnownFindings;

/** Runs every check that applies, side by side over one {@link Lab}, and sums up what they say. */
public final class Explorer {
  private final Lab lab;
  private final CaseStore store;
  private final KnownFindings known;
  private final Scope scope;
  private final boolean strict;
  private final List<Check> checks;

  /**
   * An explorer that looks for whatever concerns the subject's kind of socket.
   *
   * @param store keeps the smallest failing cases
   * @param known the findings that are expected
   * @param only the ids to look for; empty for all
   * @param skip the ids not to look for
   * @param strict whether SHOULD findings count
   */
  public Explorer(
      Lab lab,
      CaseStore store,
      KnownFindings known,
      Set<String> only,
      Set<String> skip,
      boolean strict) {
    this(
        lab,
        store,
        known,
        only,
        skip,
        strict,
        CheckRegistry.forNetwork(lab.situation().exchange().network().isStream()));
  }

  /**
   * An explorer.
   *
   * @param checks what it looks for
   */
  public Explorer(
      Lab lab,
      CaseStore store,
      KnownFindings known,
      Set<String> only,
      Set<String> skip,
      boolean strict,
      List<Check> checks) {
    this.checks = List.copyOf(checks);
    this.lab = lab;
    this.store = store;
    this.known = known;
    this.scope = Scope.of(lab.situation().exchange(), only, skip);
    this.strict = strict;
  }

  /**
   * Explores.
   *
   * @param seed for the result
   * @param startNanos when the check began, on the clock of {@link System#nanoTime}
   */
  public CheckResult explore(long seed, long startNanos) throws InterruptedException {
    try {
      return exploreAll(seed, startNanos);
    } finally {
      lab.finish();
    }
  }

  private CheckResult exploreAll(long seed, long startNanos) throws InterruptedException {
    List<Examined> examined = examineAll();
    List<Examined> failed = examined.stream().filter(Examined::isFailure).toList();
    List<Explanations.Named> named = nameUnlessStopped(failed);
    List<Found> findings = new ArrayList<>();
    for (Explanations.Named one : named) {
      findings.add(found(one.cause(), one.confirmation(), one.alsoExplained()));
    }
    List<Line> lines = examined.stream().map(one -> line(one, findings)).toList();
    long elapsedMillis = (System.nanoTime() - startNanos) / 1_000_000;
    return new CheckResult(
        verdict(findings, lines),
        "",
        lines,
        findings,
        Observations.of(lab.situation(), lab.notes()),
        lab.cases(),
        elapsedMillis,
        seed,
        fixed(examined),
        strict);
  }

  /** What is expected and was not found; what was not looked for cannot be told. */
  private List<KnownFinding> fixed(List<Examined> examined) {
    return known.entries().stream()
        .filter(
            entry ->
                examined.stream()
                    .filter(one -> one.id().equals(entry.id()))
                    .anyMatch(
                        one ->
                            one.diagnosis() != null && one.diagnosis().verdict() == Verdict.PASS))
        .toList();
  }

  private List<Examined> examineAll() throws InterruptedException {
    Map<String, Check> byId = new LinkedHashMap<>();
    checks.forEach(check -> byId.put(check.id(), check));
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<Finding, Future<Examined>> running = new LinkedHashMap<>();
      for (Finding finding : scope.findings()) {
        Check check = byId.get(finding.id());
        if (check != null) {
          running.put(finding, pool.submit(() -> examine(finding, check).told(lab)));
        }
      }
      List<Examined> examined = new ArrayList<>();
      for (Future<Examined> future : running.values()) {
        examined.add(get(future));
      }
      return examined;
    }
  }

  static <T> T get(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      if (e.getCause() instanceof Lab.StoppedException stopped) {
        throw stopped;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Runs one check; one that breaks is inconclusive, with the exception shown. */
  private Examined examine(Finding finding, Check check) throws InterruptedException {
    Situation situation = lab.situation();
    Optional<String> reason = scope.leftOut(finding).or(() -> check.notApplicable(situation));
    if (reason.isPresent()) {
      return Examined.notApplicable(check, finding, reason.get());
    }
    Lab own = lab.forCheck(rank(check));
    try {
      Diagnosis diagnosis = check.examine(own);
      return Examined.of(check, finding, own, diagnosis);
    } catch (NotApplicableException e) {
      return Examined.notApplicable(check, finding, String.valueOf(e.getMessage()));
    } catch (Lab.BudgetException | Lab.CaseException e) {
      return Examined.of(
          check, finding, own, Diagnosis.inconclusive(String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      return Examined.of(
          check, finding, own, Diagnosis.inconclusive("the check itself failed: " + e));
    }
  }

  /** The cheapest evidence comes first; what only waits costs nothing while others run. */
  private int rank(Check check) {
    return check.waits() && lab.isOneByOne() ? checks.size() : checks.indexOf(check);
  }

  /** What is interrupted before it is confirmed is told as seen, and not as a finding. */
  private List<Explanations.Named> nameUnlessStopped(List<Examined> failed)
      throws InterruptedException {
    try {
      return new Explanations(new Confirmer(lab)::confirm).name(failed);
    } catch (Lab.StoppedException e) {
      return List.of();
    }
  }

  private Found found(Examined examined, Confirmation how, List<String> alsoExplained)
      throws InterruptedException {
    Diagnosis diagnosis = Objects.requireNonNull(examined.diagnosis());
    Optional<KnownFinding> entry = known.of(examined.id());
    boolean same = entry.isPresent() && isExpected(entry.get(), how.trial());
    String caseId = store.save(lab.situation(), examined.finding(), how.trial());
    return new Found(
        examined.finding(),
        diagnosis.why(),
        diagnosis.expected(),
        diagnosis.observed(),
        alsoExplained,
        how.trial(),
        caseId,
        how.rate(),
        how.isFlaky(),
        entry.filter(one -> same).map(KnownFinding::reason).orElse(null),
        entry.filter(one -> !same));
  }

  /**
   * The smallest case, or the one that the entry names in its place, has to come out as the entry
   * says. Which case is the smallest may depend on the seed; what comes of a case may not.
   */
  private boolean isExpected(KnownFinding entry, Trial smallest) throws InterruptedException {
    String outcome = smallest.outcome().signature();
    if (smallest.exchange().plan().equals(entry.faults())) {
      return entry.isOutcome(outcome, smallest.outcome().taken());
    }
    if (!entry.outcome().equals(outcome)) {
      return false;
    }
    try {
      Behaviour pinned = lab.run(smallest.exchange().withPlan(entry.faults())).outcome();
      return entry.isOutcome(pinned.signature(), pinned.taken());
    } catch (Lab.BudgetException e) {
      return false;
    }
  }

  private static Line line(Examined examined, List<Found> findings) {
    Diagnosis diagnosis = examined.diagnosis();
    if (diagnosis == null) {
      return new Line(examined.finding(), "not-applicable", 0, 0, examined.why());
    }
    boolean unreported =
        diagnosis.verdict() == Verdict.FAIL
            && findings.stream().noneMatch(found -> found.finding().equals(examined.finding()));
    boolean explained =
        findings.stream().anyMatch(found -> found.alsoExplained().contains(examined.id()));
    if (unreported && !explained) {
      return new Line(
          examined.finding(),
          Verdict.INCONCLUSIVE.word(),
          examined.cases(),
          examined.spentMillis(),
          "seen once, and not confirmed by repeats of the same case: " + diagnosis.why());
    }
    String verdict = unreported ? Verdict.PASS.word() : diagnosis.verdict().word();
    String why =
        unreported
            ? "its evidence is explained by another finding: " + diagnosis.why()
            : diagnosis.why();
    return new Line(examined.finding(), verdict, examined.cases(), examined.spentMillis(), why);
  }

  private Verdict verdict(List<Found> findings, List<Line> lines) {
    boolean fails =
        findings.stream()
            .filter(found -> found.known() == null && !found.flaky())
            .anyMatch(found -> CheckResult.counts(found.finding().level(), strict));
    if (fails) {
      return Verdict.FAIL;
    }
    boolean unclear =
        lines.stream().anyMatch(line -> line.verdict().equals(Verdict.INCONCLUSIVE.word()))
            || findings.stream().anyMatch(found -> found.flaky() && found.known() == null);
    return unclear ? Verdict.INCONCLUSIVE : Verdict.PASS;
  }
}
