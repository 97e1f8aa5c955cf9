package sockproof.harness.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sockproof.harness.check.CheckResult;
import sockproof.harness.check.CheckResult.Found;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.known.KnownCase;
import sockproof.harness.known.KnownCases;
import sockproof.harness.known.KnownFinding;
import sockproof.harness.known.KnownFindings;
import sockproof.harness.known.KnownReader;
import sockproof.harness.known.KnownWriter;
import sockproof.harness.run.CaseResult;
import sockproof.harness.run.CaseResult.Status;
import sockproof.harness.run.SuiteResult;
import sockproof.harness.scenario.ScenarioCatalog;
import sockproof.harness.scenario.ScenarioFile;
import sockproof.proxy.core.Framing;
import sockproof.proxy.plan.TextFile;

/** What is expected to fail: the options of {@code run} and {@code check}. */
final class KnownOptions {
  @Option(
      names = "--known",
      paramLabel = "FILE",
      description = "Expected failures, each with a reason and its evidence; these do not fail.")
  private @Nullable Path known;

  @Option(
      names = "--write-known",
      paramLabel = "FILE",
      description = "Write what failed as a file for --known, without the reasons.")
  private @Nullable Path writeKnown;

  /** Refuses what cannot be written, before anything is run for it. */
  void check() {
    Checks.writableFile("--write-known", writeKnown);
  }

  /** The findings that a check of an exchange expects. */
  KnownFindings findings(Exchange exchange) throws IOException {
    if (known == null) {
      return KnownFindings.none();
    }
    return KnownReader.findings(
        text(known),
        known.toString(),
        exchange.underTest().word(),
        exchange.network().medium(),
        Framing.parse(exchange.framing().word()));
  }

  /** The failures that a run expects. */
  KnownCases cases(Selection selection) throws IOException {
    if (known == null) {
      return KnownCases.none();
    }
    List<ScenarioFile> files = new ArrayList<>(selection.files());
    files.addAll(ScenarioCatalog.read(Home.suites()));
    return KnownReader.cases(
        text(known), known.toString(), files.stream().map(ScenarioFile::id).toList());
  }

  private static String text(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UsageException("--known " + file + ": there is no such file.");
    }
    return TextFile.read(file);
  }

  /** Writes what a check found, and what it expected and did not look at. */
  void write(CheckResult result, KnownFindings expected) throws IOException {
    if (writeKnown == null) {
      return;
    }
    List<String> entries = new ArrayList<>();
    for (Found found : result.findings()) {
      entries.add(KnownWriter.entry(found.asKnown()));
    }
    for (KnownFinding entry : expected.entries()) {
      boolean again =
          result.findings().stream().anyMatch(found -> found.finding().id().equals(entry.id()));
      if (!again && !result.fixed().contains(entry)) {
        entries.add(KnownWriter.entry(entry));
      }
    }
    Files.writeString(writeKnown, KnownWriter.file(entries));
  }

  /** Writes what failed in a run, and the entries that still hold. */
  void write(SuiteResult suite) throws IOException {
    if (writeKnown == null) {
      return;
    }
    List<CaseResult> failed =
        suite.results().stream().filter(result -> result.status() == Status.FAILED).toList();
    List<String> entries = new ArrayList<>();
    for (KnownCase entry : suite.known().entries()) {
      boolean changed =
          failed.stream()
              .anyMatch(
                  result ->
                      entry.isAbout(result.run().scenario().id(), result.run().subject().name()));
      if (!changed && !suite.fixed().contains(entry)) {
        entries.add(KnownWriter.entry(entry));
      }
    }
    for (CaseResult result : failed) {
      entries.add(
          KnownWriter.entry(
              new KnownCase(
                  result.run().scenario().id(),
                  result.run().subject().name(),
                  "",
                  result.judgement().observed())));
    }
    Files.writeString(writeKnown, KnownWriter.file(entries));
  }
}
