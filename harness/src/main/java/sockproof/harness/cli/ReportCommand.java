package sockproof.harness.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import sockproof.harness.results.Results;
import sockproof.harness.results.ResultsException;
import sockproof.harness.results.ResultsFile;

/** {@code sockproof report}: turns a results file into other formats. */
@Command(
    name = "report",
    description = "Turns the JSON results of `run` or `check` into other formats.",
    footer = {
      "",
      "Examples:",
      "  sockproof report results.json --html report",
      "  sockproof report results.json --junit results.xml"
    })
final class ReportCommand implements Callable<Integer> {
  @Mixin private final Outputs outputs = new Outputs();

  @Parameters(paramLabel = "RESULTS.json", description = "What --json wrote.")
  private Path file = Path.of("");

  ReportCommand() {}

  @Override
  public Integer call() throws IOException {
    outputs.check();
    if (!outputs.hasFormats() && outputs.json() == null) {
      throw new UsageException(
          "it is not said what to write; for example: sockproof report " + file + " --html report");
    }
    if (!Files.isRegularFile(file)) {
      throw new UsageException(file + ": there is no such file.");
    }
    Results results = read(file);
    outputs.write(results);
    if (outputs.json() != null) {
      ResultsFile.write(results, outputs.json());
    }
    return ExitStatus.OK;
  }

  private static Results read(Path file) throws IOException {
    try {
      return ResultsFile.read(file);
    } catch (ResultsException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
