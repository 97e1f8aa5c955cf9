package sockproof.harness.cli;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sockproof.harness.exchange.Exchanges;
import sockproof.harness.exchange.Machine;
import sockproof.harness.known.KnownCases;
import sockproof.harness.prove.KillMatrix;
import sockproof.harness.report.ConsoleReport;
import sockproof.harness.report.ProgressBar;
import sockproof.harness.report.ReplayLine;
import sockproof.harness.report.RunResults;
import sockproof.harness.report.Styles;
import sockproof.harness.run.CaseResult;
import sockproof.harness.run.CaseResult.Status;
import sockproof.harness.run.CaseRun;
import sockproof.harness.run.CaseRunner;
import sockproof.harness.run.SuiteResult;
import sockproof.harness.run.SuiteRunner;
import sockproof.harness.subject.Subject;
import sockproof.harness.subject.SubjectLauncher;
import sockproof.harness.subject.Workspace;

/** {@code sockproof run}: runs scenarios against subjects and reports. */
@Command(
    name = "run",
    description = "Runs scenario files against programs under test.",
    footer = {
      "",
      "Examples:",
      "  sockproof run",
      "  sockproof run scenarios/suites/stream --subject my-client.yaml --junit results.xml",
      "  sockproof run --prove"
    })
final class RunCommand implements Callable<Integer> {
  /** Many mutants are killed by waiting for their deadline, which costs no CPU. */
  private static final int PROVE_JOBS = 8;

  @Spec private CommandSpec spec;

  @Mixin private final Selection selection = new Selection();

  @Mixin private final Outputs outputs = new Outputs();

  @Mixin private final CaptureOptions captures = new CaptureOptions();

  @Mixin private final KnownOptions knownOptions = new KnownOptions();

  @Mixin private final Sharding sharding = new Sharding();

  @Option(
      names = "--prove",
      description = "Also show that every scenario can fail: the kill matrix.")
  private boolean prove;

  @Option(names = "--strict", description = "Failing a SHOULD counts as a failure, too.")
  private boolean strict;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The seed (default: random, and printed).")
  private @Nullable Long seed;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Cases at once (default: number of cores).")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(names = "--repeat", paramLabel = "N", description = "Run every case so many times.")
  private int repeat = 1;

  @Option(names = "--fail-fast", description = "End the run at the first failure.")
  private boolean failFast;

  @Option(names = "--list", description = "Only list the cases that would run.")
  private boolean list;

  @SuppressWarnings("NullAway.Init") // picocli sets spec before anything reads it
  RunCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Checks.atLeastOne("--jobs", jobs);
    Checks.atLeastOne("--repeat", repeat);
    sharding.check(seed);
    Console console = Console.of(spec);
    long seedUsed = seed != null ? seed : new SecureRandom().nextInt(1, 1_000_000);
    List<CaseRun> cases = repeated(sharding.of(selection.cases(seedUsed)));
    if (list) {
      cases.forEach(
          run -> console.out().println(run.scenario().id() + "  " + run.subject().name()));
      console.out().flush();
      return ExitStatus.OK;
    }
    outputs.check();
    captures.check();
    knownOptions.check();
    KnownCases known = knownOptions.cases(selection);
    requireStartable(cases);
    return run(console, cases, known, seedUsed);
  }

  private static void requireStartable(List<CaseRun> cases) {
    cases.stream()
        .map(CaseRun::subject)
        .distinct()
        .filter(subject -> SubjectLauncher.missing(subject).isEmpty())
        .forEach(
            subject ->
                SubjectLauncher.unstartable(subject)
                    .ifPresent(
                        why -> {
                          throw new UsageException(
                              "subject "
                                  + subject.name()
                                  + ": "
                                  + why
                                  + (subject.image().isPresent()
                                      ? "."
                                      : ", or list it under"
                                          + " `requires` to have its cases skipped."));
                        }));
  }

  private List<CaseRun> repeated(List<CaseRun> cases) {
    List<CaseRun> all = new ArrayList<>();
    for (int i = 0; i < repeat; i++) {
      all.addAll(cases);
    }
    return all;
  }

  private int run(Console console, List<CaseRun> cases, KnownCases known, long seedUsed)
      throws IOException, InterruptedException {
    Function<CaseResult, String> replayOf =
        result ->
            ReplayLine.of(
                ReplayLine.program(),
                result.run(),
                selection.optionFor(result.run().subject()),
                seedUsed);
    AtomicBoolean interrupted = new AtomicBoolean();
    CountDownLatch finished = new CountDownLatch(1);
    try (Workspace workspace = Workspace.open()) {
      CaseRunner runner = new CaseRunner(new Exchanges(workspace), strict, known);
      SuiteRunner suiteRunner = new SuiteRunner(runner, jobs, failFast);
      Thread hook = Interruption.install(interrupted, suiteRunner::stop, finished);
      try {
        boolean terminal = Terminals.isTerminal() && !console.quiet();
        ProgressBar progress = new ProgressBar(console.err(), terminal, cases.size());
        Styles styles = new Styles(console.color());
        boolean everyGroup = !terminal && !console.quiet();
        ConsoleReport report =
            new ConsoleReport(console.out(), styles, progress, everyGroup, cases, replayOf);
        SuiteRunner.Listener listener =
            (index, result) -> {
              captures.write(result, console);
              report.done(index, result);
            };
        List<CaseResult> results = runPresent(suiteRunner, cases, listener);
        boolean proved = !prove || interrupted.get() || prove(console, runner, seedUsed);
        SuiteResult suite = new SuiteResult(seedUsed, results, interrupted.get(), known);
        write(console, suite, replayOf);
        knownOptions.write(suite);
        captures.tell(console);
        report.summary(suite);
        return status(suite, proved);
      } finally {
        finished.countDown();
        Interruption.remove(hook);
      }
    }
  }

  /** Runs the cases for which this machine has everything; the others are skipped, visibly. */
  private static List<CaseResult> runPresent(
      SuiteRunner suiteRunner, List<CaseRun> cases, SuiteRunner.Listener listener)
      throws InterruptedException {
    List<CaseRun> present = new ArrayList<>();
    List<CaseResult> results = new ArrayList<>();
    for (CaseRun run : cases) {
      Optional<String> missing = run.missing(Machine.capabilities());
      if (missing.isPresent()) {
        CaseResult skipped = CaseResult.skipped(run, missing.get());
        results.add(skipped);
        listener.done(-1, skipped);
      } else {
        present.add(run);
      }
    }
    results.addAll(suiteRunner.run(present, listener));
    return results;
  }

  private boolean prove(Console console, CaseRunner runner, long seedUsed)
      throws IOException, InterruptedException {
    List<Subject> reference = selection.reference();
    KillMatrix matrix =
        KillMatrix.make(
            selection.scenarios(seedUsed),
            Machine.capabilities(),
            selection.isWhole(),
            reference,
            runner,
            Math.max(jobs, PROVE_JOBS),
            progress(console));
    matrix.print(console.out(), new Styles(console.color()));
    return matrix.gaps().isEmpty();
  }

  private static KillMatrix.Progress progress(Console console) {
    boolean terminal = Terminals.isTerminal() && !console.quiet();
    AtomicReference<@Nullable ProgressBar> drawn = new AtomicReference<>();
    return (done, total, what) -> {
      drawn.compareAndSet(null, new ProgressBar(console.err(), terminal, total));
      ProgressBar bar = Objects.requireNonNull(drawn.get());
      bar.show(done, what);
      if (done == total) {
        bar.clear();
      }
    };
  }

  private static int status(SuiteResult suite, boolean proved) {
    if (suite.interrupted()) {
      return ExitStatus.INTERRUPTED;
    }
    if (suite.count(Status.FAILED) > 0 || !proved) {
      return ExitStatus.FAILURE;
    }
    return suite.count(Status.INCONCLUSIVE) > 0 ? ExitStatus.INCONCLUSIVE : ExitStatus.OK;
  }

  private void write(Console console, SuiteResult suite, Function<CaseResult, String> replayOf)
      throws IOException {
    outputs.writeAll(RunResults.of("sockproof " + Version.number(), suite, replayOf), console);
  }
}
