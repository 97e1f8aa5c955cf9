package sockproof.scenarios.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sockproof.harness.check.Baseline;
import sockproof.harness.check.CaseStore;
import sockproof.harness.check.CheckResult;
import sockproof.harness.check.CheckSubject;
import sockproof.harness.check.Conversations;
import sockproof.harness.check.Explorer;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Exchanges;
import sockproof.harness.exchange.Machine;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.PeerSettings;
import sockproof.harness.exchange.Texts;
import sockproof.harness.judge.Verdict;
import sockproof.harness.known.KnownFindings;
import sockproof.harness.subject.Subject;
import sockproof.harness.subject.Workspace;
import sockproof.proxy.plan.Plan;
import sockproof.reference.message.Framing;
import sockproof.reference.message.MessageException;
import sockproof.reference.message.TextRules;

/** Runs {@code check}, as with the options that it has by default, on one bundled program. */
final class CorpusCheck {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int JOBS = 2;
  private static final long SEED = 7;

  private final Path programs;
  private final Duration budget;

  /**
   * Checks of programs.
   *
   * @param programs the folder of the index
   * @param budget how long to explore each
   */
  CorpusCheck(Path programs, Duration budget) {
    this.programs = programs;
    this.budget = budget;
  }

  /** Compiles a program where that is needed. */
  void build(Program program) throws IOException, InterruptedException {
    if (program.build().isEmpty()) {
      return;
    }
    Files.createDirectories(programs.resolve(program.command().getFirst()).getParent());
    Process compiler =
        new ProcessBuilder(program.build()).directory(programs.toFile()).inheritIO().start();
    if (compiler.waitFor() != 0) {
      throw new IOException(program.path() + " does not compile");
    }
  }

  /** Checks a program in one of its framings. */
  CheckedProgram check(Program program, String framingWord)
      throws IOException, InterruptedException, MessageException {
    Framing framing = Framing.parse(framingWord.isEmpty() ? "line" : framingWord);
    Exchange exchange = exchange(program, framing);
    Subject subject =
        CheckSubject.of(
            program.role(),
            exchange.network(),
            framing,
            exchange.text(),
            program.command(),
            programs);
    long startNanos = System.nanoTime();
    try (Workspace workspace = Workspace.open()) {
      Exchanges exchanges = new Exchanges(workspace);
      Situation situation =
          new Baseline(exchanges, subject).measure(exchange, Machine.capabilities());
      Lab lab =
          new Lab(situation, exchanges, JOBS, startNanos + budget.toNanos(), (done, trial) -> {});
      Explorer explorer =
          new Explorer(
              lab,
              new CaseStore(workspace.directory().resolve("cases")),
              KnownFindings.none(),
              Set.of(),
              Set.of(),
              false);
      return new CheckedProgram(program, framingWord, explorer.explore(SEED, startNanos));
    } catch (Baseline.UnusableException e) {
      return new CheckedProgram(program, framingWord, unusable(String.valueOf(e.getMessage())));
    }
  }

  private static CheckResult unusable(String why) {
    return new CheckResult(
        Verdict.INCONCLUSIVE, why, List.of(), List.of(), Map.of(), 0, 0, SEED, List.of(), false);
  }

  private static Exchange exchange(Program program, Framing framing) {
    String message =
        framing instanceof Framing.Fixed ? Texts.plainMessage(framing) : "hello, world";
    return new Exchange(
        program.role(),
        Network.parse(program.network(), 4),
        framing,
        TextRules.ASCII,
        Conversations.asking(List.of(message), TextRules.ASCII),
        Plan.empty(),
        PeerSettings.PLAIN,
        false,
        TIMEOUT,
        SEED);
  }
}
