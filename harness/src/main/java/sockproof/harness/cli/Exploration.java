package sockproof.harness.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sockproof.harness.check.Baseline;
import sockproof.harness.check.CaseStore;
import sockproof.harness.check.CheckResult;
import sockproof.harness.check.Explorer;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Scope;
import sockproof.harness.check.Situation;
import sockproof.harness.check.transparent.Partners;
import sockproof.harness.check.transparent.PartnersFile;
import sockproof.harness.check.transparent.Partnership;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Exchanges;
import sockproof.harness.exchange.Machine;
import sockproof.harness.exchange.SubjectNotReadyException;
import sockproof.harness.known.KnownFindings;
import sockproof.harness.process.SpawnException;
import sockproof.harness.report.CheckProgress;
import sockproof.harness.subject.Placeholders;
import sockproof.harness.subject.Subject;
import sockproof.harness.subject.Workspace;
import sockproof.reference.message.MessageException;

/** One check from its baseline to its result, which another thread may end early. */
final class Exploration {
  private final Limits limits;
  private final KnownFindings known;
  private final Consumer<String> warnings;
  private final Thread runner = Thread.currentThread();
  private final AtomicReference<@Nullable Lab> exploring = new AtomicReference<>();

  /**
   * What it looks for, and how far it goes.
   *
   * @param jobs how many cases run at once
   * @param budget how long new cases are begun
   * @param only the ids to look for; empty for all
   * @param skip the ids not to look for
   * @param strict whether SHOULD findings count
   */
  record Limits(int jobs, Duration budget, Set<String> only, Set<String> skip, boolean strict) {}

  /**
   * An exploration that the calling thread is going to run.
   *
   * @param known the findings that are expected
   * @param warnings takes a sentence for the user
   */
  Exploration(Limits limits, KnownFindings known, Consumer<String> warnings) {
    this.limits = limits;
    this.known = known;
    this.warnings = warnings;
  }

  /**
   * Ends the cases that run and lets no other start; before there are any, ends the baseline. What
   * is known by then is the result. For use by another thread.
   */
  void stop() {
    Lab lab = exploring.get();
    if (lab == null) {
      runner.interrupt();
    } else {
      lab.stop();
    }
  }

  /**
   * Runs it.
   *
   * @param partners the real program on the other side; empty where that is Sockproof's own
   */
  CheckResult run(
      CheckProgress progress, Subject subject, Exchange exchange, Optional<Partners> partners)
      throws IOException {
    long startNanos = System.nanoTime();
    try (Workspace workspace = Workspace.open()) {
      progress.begin("running it without faults");
      return partners.isPresent()
          ? withPartners(workspace, partners.get(), progress, startNanos)
          : alone(workspace, subject, exchange, progress, startNanos);
    } catch (Baseline.UnusableException | SpawnException | SubjectNotReadyException e) {
      return inconclusive(e.getMessage() + Placeholders.hint(subject), exchange, startNanos);
    } catch (MessageException e) {
      return inconclusive(String.valueOf(e.getMessage()), exchange, startNanos);
    } catch (InterruptedException e) {
      String why = "the check was interrupted before its baseline was known";
      return inconclusive(why, exchange, startNanos);
    } finally {
      progress.clear();
    }
  }

  private CheckResult alone(
      Workspace workspace,
      Subject subject,
      Exchange exchange,
      CheckProgress progress,
      long startNanos)
      throws IOException, InterruptedException, MessageException {
    Exchanges exchanges = new Exchanges(workspace);
    Situation situation =
        new Baseline(exchanges, subject, limits.jobs() == 1)
            .measure(exchange, Machine.capabilities());
    Lab lab = watched(new Lab(situation, exchanges, limits.jobs(), end(startNanos), progress));
    CaseStore store = CaseFiles.store();
    Explorer explorer =
        new Explorer(lab, store, known, limits.only(), limits.skip(), limits.strict());
    return keeping(store, explorer.explore(exchange.seed(), startNanos));
  }

  private CheckResult withPartners(
      Workspace workspace, Partners partners, CheckProgress progress, long startNanos)
      throws IOException, InterruptedException {
    try (Partnership both = Partnership.measure(workspace, partners, Machine.capabilities())) {
      Lab lab =
          watched(
              new Lab(both.situation(), both.runner(), limits.jobs(), end(startNanos), progress));
      CaseStore store =
          CaseFiles.store(
              (situation, finding, trial) ->
                  PartnersFile.write(situation.subject(), partners.other(), finding, trial));
      Explorer explorer =
          new Explorer(
              lab, store, known, limits.only(), limits.skip(), limits.strict(), both.checks());
      return keeping(store, explorer.explore(partners.exchange().seed(), startNanos));
    }
  }

  private CheckResult keeping(CaseStore store, CheckResult result) {
    store
        .trouble()
        .ifPresent(
            e ->
                warnings.accept(
                    "the cases could not be kept in %s (%s), so `replay` cannot find them; check in a"
                            .formatted(store.folder(), Program.reason(e))
                        + " folder that can be written."));
    return result;
  }

  private long end(long startNanos) {
    return startNanos + limits.budget().toNanos();
  }

  private Lab watched(Lab lab) {
    exploring.set(lab);
    return lab;
  }

  private CheckResult inconclusive(String why, Exchange exchange, long startNanos) {
    long elapsedMillis = (System.nanoTime() - startNanos) / 1_000_000;
    Scope scope = Scope.of(exchange, limits.only(), limits.skip());
    return CheckResult.withoutBaseline(why, scope, elapsedMillis, exchange.seed());
  }
}
