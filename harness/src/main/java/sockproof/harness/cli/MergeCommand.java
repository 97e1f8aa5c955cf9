package sockproof.harness.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sockproof.harness.results.Results;
import sockproof.harness.results.ResultsException;

/** {@code sockproof report merge}: makes one of several results. */
@Command(
    name = "merge",
    description = "Makes one of several results, such as those of the parts of --shard.",
    footer = {
      "",
      "Example:",
      "  sockproof report merge results-1.json results-2.json --json all.json --html report"
    })
final class MergeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private final Outputs outputs = new Outputs();

  @Parameters(paramLabel = "RESULTS.json", arity = "1..*", description = "What --json wrote.")
  private List<Path> files = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // picocli sets spec before anything reads it
  MergeCommand() {}

  @Override
  public Integer call() throws IOException {
    outputs.requireSome("sockproof report merge A.json B.json --json all.json");
    List<Results> all = new ArrayList<>();
    for (Path file : files) {
      all.add(ReportCommand.read(file));
    }
    Results merged;
    try {
      merged = Results.merged(all);
    } catch (ResultsException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    Results.doubts(all, files.stream().map(Path::toString).toList())
        .forEach(doubt -> Console.of(spec).warn(doubt));
    outputs.writeAll(merged, Console.of(spec));
    Console.of(spec).out().println(merged.countLine());
    Console.of(spec).out().flush();
    return ExitStatus.OK;
  }
}
