package sockproof.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sockproof.harness.check.Baseline;
import sockproof.harness.check.CaseFile;
import sockproof.harness.check.Replay;
import sockproof.harness.check.transparent.PartnersFile;
import sockproof.harness.check.transparent.PartnersReplay;
import sockproof.harness.exchange.Exchanges;
import sockproof.harness.exchange.Machine;
import sockproof.harness.exchange.SubjectNotReadyException;
import sockproof.harness.process.SpawnException;
import sockproof.harness.subject.Workspace;
import sockproof.proxy.plan.JsonReader;
import sockproof.proxy.plan.PlanException;
import sockproof.proxy.plan.TextFile;
import sockproof.proxy.plan.YamlNode;
import sockproof.reference.message.MessageException;

/** {@code sockproof replay}: runs one recorded case again. */
@Command(
    name = "replay",
    description = "Runs one recorded case again, exactly: FIXED, FAILED or CHANGED.",
    footer = {"", "Example:", "  sockproof replay single-recv-1a2b3c4d"})
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE|CASE-ID",
      description = "A case file, or the id that a report gave.")
  private String fileOrId = "";

  @SuppressWarnings("NullAway.Init") // picocli sets spec before anything reads it
  ReplayCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path file = CaseFiles.find(fileOrId);
    Recorded recorded = read(file);
    PrintWriter out = Console.of(spec).out();
    try (Workspace workspace = Workspace.open()) {
      Replay.Result now = recorded.replaying().in(workspace);
      out.println(now.outcome() + "  " + recorded.finding() + ": " + now.detail());
      out.flush();
      return now.outcome() == Replay.Outcome.FIXED ? ExitStatus.OK : ExitStatus.FAILURE;
    } catch (Baseline.UnusableException
        | SpawnException
        | SubjectNotReadyException
        | MessageException e) {
      out.println("INCONCLUSIVE  " + recorded.finding() + ": " + e.getMessage());
      out.flush();
      return ExitStatus.INCONCLUSIVE;
    }
  }

  /** A recorded case: what it shows, and how it is run again. */
  private record Recorded(String finding, Replaying replaying) {}

  /** Runs a case again. */
  private interface Replaying {
    Replay.Result in(Workspace workspace)
        throws IOException, InterruptedException, MessageException;
  }

  private static Recorded read(Path file) throws IOException {
    try {
      String text = TextFile.read(file);
      YamlNode root = JsonReader.parse(text, file.toString());
      if (PartnersFile.isOne(root)) {
        PartnersFile real = PartnersFile.read(root);
        return new Recorded(
            real.finding(),
            workspace -> PartnersReplay.run(real, workspace, Machine.capabilities()));
      }
      CaseFile recorded = CaseFile.read(text, file.toString());
      return new Recorded(
          recorded.finding(),
          workspace -> Replay.run(recorded, new Exchanges(workspace), Machine.capabilities()));
    } catch (PlanException | IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
