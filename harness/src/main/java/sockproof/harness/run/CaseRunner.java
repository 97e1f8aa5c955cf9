package sockproof.harness.run;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Exchanges;
import sockproof.harness.exchange.SubjectNotReadyException;
import sockproof.harness.judge.Baselines;
import sockproof.harness.judge.Judge;
import sockproof.harness.judge.Judgement;
import sockproof.harness.judge.Verdict;
import sockproof.harness.known.KnownCase;
import sockproof.harness.known.KnownCases;
import sockproof.harness.process.Complaint;
import sockproof.harness.process.Ending;
import sockproof.harness.process.SpawnException;
import sockproof.harness.run.CaseResult.Status;
import sockproof.harness.scenario.Requirement.Level;
import sockproof.harness.scenario.Scenario;
import sockproof.harness.subject.Placeholders;
import sockproof.harness.subject.Subject;
import sockproof.harness.trace.Observation;
import sockproof.proxy.relay.RelayException;
import sockproof.reference.message.MessageException;

/** Runs single cases and judges them; safe for use by several threads. */
public final class CaseRunner {
  private record BaselineKey(String subject, Exchange exchange) {}

  private final Exchanges exchanges;
  private final boolean strict;
  private final KnownCases known;
  private final Map<BaselineKey, FutureTask<Evidence.OfClient>> baselines =
      new ConcurrentHashMap<>();

  /** A runner that expects no failure but those in the files of the subjects. */
  public CaseRunner(Exchanges exchanges, boolean strict) {
    this(exchanges, strict, KnownCases.none());
  }

  /**
   * A runner.
   *
   * @param exchanges runs the exchanges
   * @param strict whether failing a SHOULD counts as failing
   * @param known the failures that are expected
   */
  public CaseRunner(Exchanges exchanges, boolean strict, KnownCases known) {
    this.exchanges = exchanges;
    this.strict = strict;
    this.known = known;
  }

  /** Runs one case; what goes wrong on Sockproof's own side makes it inconclusive. */
  public CaseResult run(CaseRun run) throws InterruptedException {
    long start = System.nanoTime();
    Scenario scenario = run.scenario();
    Judgement judgement;
    Optional<Evidence> evidence = Optional.empty();
    try {
      evidence = Optional.of(exchanges.run(run.subject(), scenario.exchange()));
      judgement = Judge.judge(scenario, evidence.get(), new LazyBaselines(run));
    } catch (SpawnException | SubjectNotReadyException | BaselineException e) {
      judgement = Judgement.inconclusive(e.getMessage() + Placeholders.hint(run.subject()));
    } catch (IOException | RelayException | MessageException e) {
      judgement = Judgement.inconclusive("Sockproof could not run the case: " + e.getMessage());
    }
    long elapsedMillis = (System.nanoTime() - start) / 1_000_000;
    return result(run, judgement, evidence, elapsedMillis);
  }

  private CaseResult result(
      CaseRun run, Judgement judgement, Optional<Evidence> evidence, long elapsedMillis) {
    List<KnownCase> entries = known.about(run.scenario().id(), run.subject().name());
    Optional<String> reason = reason(run, entries, judgement);
    Status status =
        switch (judgement.verdict()) {
          case PASS -> Status.PASSED;
          case INCONCLUSIVE -> Status.INCONCLUSIVE;
          case FAIL -> {
            if (reason.isPresent()) {
              yield Status.KNOWN;
            }
            boolean demanded = run.scenario().requirement().level() == Level.MUST;
            yield demanded || strict ? Status.FAILED : Status.WARNED;
          }
        };
    String note =
        switch (status) {
          case KNOWN -> reason.orElseThrow();
          case INCONCLUSIVE -> judgement.observed();
          case FAILED, WARNED -> entries.isEmpty() ? "" : entries.getFirst().observed();
          case PASSED, SKIPPED -> "";
        };
    boolean failed = judgement.verdict() != Verdict.PASS;
    return new CaseResult(
        run,
        status,
        judgement,
        note,
        elapsedMillis,
        failed ? evidence.map(Evidence::histories).orElse(Map.of()) : Map.of(),
        evidence.map(e -> Observation.of(run.scenario().exchange(), e, failed)));
  }

  /** Why a failure is expected: by the file of known failures, or by the subject's own file. */
  private static Optional<String> reason(
      CaseRun run, List<KnownCase> entries, Judgement judgement) {
    if (!entries.isEmpty()) {
      return entries.stream()
          .filter(entry -> entry.isObserved(judgement.observed()))
          .findFirst()
          .map(KnownCase::reason);
    }
    return run.scenario().finds().stream()
        .filter(run.subject().known()::containsKey)
        .findFirst()
        .map(id -> id + ": " + run.subject().known().get(id));
  }

  private final class LazyBaselines implements Baselines {
    private final CaseRun run;

    LazyBaselines(CaseRun run) {
      this.run = run;
    }

    @Override
    public Evidence.OfClient plain() {
      return baseline(run.subject(), run.scenario().exchange().plain());
    }

    @Override
    public Evidence.OfClient sameDialogue() {
      return baseline(run.subject(), run.scenario().exchange().withoutFaults());
    }
  }

  private Evidence.OfClient baseline(Subject subject, Exchange exchange) {
    FutureTask<Evidence.OfClient> task =
        baselines.computeIfAbsent(
            new BaselineKey(subject.name(), exchange),
            key -> new FutureTask<>(() -> runBaseline(subject, exchange)));
    task.run();
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new BaselineException(
          String.valueOf(Objects.requireNonNull(e.getCause()).getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BaselineException("interrupted");
    }
  }

  private Evidence.OfClient runBaseline(Subject subject, Exchange exchange) throws Exception {
    Evidence.OfClient evidence = (Evidence.OfClient) exchanges.run(subject, exchange);
    boolean works = evidence.subject().ending().map(Ending::isSuccess).orElse(false);
    if (!works) {
      throw new BaselineException(
          "without any fault "
              + subject.name()
              + " does not work: "
              + evidence.subject().endingWords()
              + Complaint.in(evidence.subject().stderr(), "; it says: "));
    }
    return evidence;
  }

  /** A run without faults that did not succeed, so that nothing can be said of one with faults. */
  static final class BaselineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BaselineException(String message) {
      super(message);
    }
  }
}
