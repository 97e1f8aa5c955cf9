package sockproof.harness.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sockproof.harness.results.Results;
import sockproof.harness.results.ResultsException;
import sockproof.harness.results.ResultsFile;

/** {@code sockproof report}: turns a results file into other formats. */
@Command(
    name = "report",
    description = "Turns the JSON results of `run` or `check` into other formats.",
    subcommands = MergeCommand.class,
    footer = {
      "",
      "Examples:",
      "  sockproof report results.json --html report",
      "  sockproof report merge results-1.json results-2.json --junit results.xml"
    })
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private final Outputs outputs = new Outputs();

  // Not mandatory for picocli, since `merge` stands in its place.
  @Parameters(arity = "0..1", paramLabel = "RESULTS.json", description = "What --json wrote.")
  private @Nullable Path file;

  @SuppressWarnings("NullAway.Init") // picocli sets spec before anything reads it
  ReportCommand() {}

  @Override
  public Integer call() throws IOException {
    if (file == null) {
      throw new UsageException(
          "the results are missing; for example: sockproof report results.json --html report");
    }
    outputs.requireSome("sockproof report " + file + " --html report");
    outputs.writeAll(read(file), Console.of(spec));
    return ExitStatus.OK;
  }

  /** Reads a results file. */
  static Results read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UsageException(file + ": there is no such file.");
    }
    try {
      return ResultsFile.read(file);
    } catch (ResultsException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
