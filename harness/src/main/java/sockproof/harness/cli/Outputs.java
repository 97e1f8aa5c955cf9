package sockproof.harness.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sockproof.harness.report.CiServer;
import sockproof.harness.report.ReportFormat;
import sockproof.harness.report.ReportFormats;
import sockproof.harness.results.Results;
import sockproof.harness.results.ResultsFile;

/** The options that say where results are written: {@code --json}, and one for each format. */
final class Outputs {
  private @Nullable CommandSpec command;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  private @Nullable Path json;

  /** Called by picocli with the command that has these options. */
  @Spec(Spec.Target.MIXEE)
  void setCommand(CommandSpec command) {
    this.command = command;
    for (ReportFormat format : ReportFormats.ALL) {
      command.addOption(
          OptionSpec.builder("--" + format.name())
              .paramLabel(format.takes())
              .type(Path.class)
              .description(format.description())
              .build());
    }
  }

  /** Where the results go as JSON, or null. */
  @Nullable Path json() {
    return json;
  }

  /** Refuses targets that cannot be written, before anything is run for them. */
  void check() {
    Checks.writable("--json", json);
    for (ReportFormat format : ReportFormats.ALL) {
      Path target = target(format);
      Checks.writable("--" + format.name(), target);
      if (target != null && format.takes().equals("DIR") && Files.isRegularFile(target)) {
        throw new UsageException(
            "--" + format.name() + " " + target + ": there is a file of this name; name a folder.");
      }
    }
  }

  /**
   * As {@link #check}, and refuses a command that is to write nothing.
   *
   * @param example a command that writes something
   */
  void requireSome(String example) {
    check();
    if (json == null && ReportFormats.ALL.stream().allMatch(format -> target(format) == null)) {
      throw new UsageException("it is not said what to write; for example: " + example);
    }
  }

  /** Writes the results as JSON and in every format, as far as they were asked for. */
  void writeAll(Results results, Console console) throws IOException {
    if (json != null) {
      ResultsFile.write(results, json);
    }
    write(results, console);
  }

  /**
   * Writes the results in every format that was asked for, and tells the CI server that runs us, if
   * one does; JSON is left to the command.
   */
  void write(Results results, Console console) throws IOException {
    for (CiServer server : CiServer.ALL) {
      if (server.isHere(System.getenv())) {
        server.show(results, System.getenv(), console.err());
      }
    }
    for (ReportFormat format : ReportFormats.ALL) {
      Path target = target(format);
      if (target != null) {
        format.write(results, target);
      }
    }
  }

  private @Nullable Path target(ReportFormat format) {
    if (command == null) {
      return null;
    }
    return command.commandLine().getParseResult().matchedOptionValue(format.name(), null);
  }
}
