package sockproof.harness.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    Checks.writableFile("--json", json);
    for (ReportFormat format : ReportFormats.ALL) {
      Path target = target(format);
      if (format.takes().equals("FILE")) {
        Checks.writableFile("--" + format.name(), target);
      }
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
    write(results, file -> ResultsFile.write(results, file), console);
  }

  /** Writes one output. */
  @FunctionalInterface
  interface Writing {
    /** Writes it whole. */
    void to(Path target) throws IOException;
  }

  /**
   * Writes the results in every format that was asked for, and tells the CI server that runs us, if
   * one does. One that cannot be written does not keep the others from it.
   *
   * @param asJson writes them as JSON
   * @throws UsageException at the end, which names each that could not be written
   * @throws IOException where the CI server's own files cannot be written
   */
  void write(Results results, Writing asJson, Console console) throws IOException {
    for (CiServer server : CiServer.ALL) {
      if (server.isHere(System.getenv())) {
        server.show(results, System.getenv(), console.err());
      }
    }
    List<String> failures = new ArrayList<>();
    attempt("--json", json, asJson, failures);
    for (ReportFormat format : ReportFormats.ALL) {
      attempt("--" + format.name(), target(format), file -> format.write(results, file), failures);
    }
    if (!failures.isEmpty()) {
      throw new UsageException(String.join(" ", failures));
    }
  }

  private static void attempt(
      String option, @Nullable Path target, Writing writing, List<String> failures) {
    if (target == null) {
      return;
    }
    try {
      writing.to(target);
    } catch (IOException | UncheckedIOException e) {
      failures.add(
          "%s %s: this cannot be written: %s.".formatted(option, target, Program.reason(e)));
    }
  }

  private @Nullable Path target(ReportFormat format) {
    if (command == null) {
      return null;
    }
    return command.commandLine().getParseResult().matchedOptionValue(format.name(), null);
  }
}
