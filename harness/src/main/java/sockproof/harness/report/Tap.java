package sockproof.harness.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import sockproof.harness.results.Entry;
import sockproof.harness.results.Results;
import sockproof.harness.run.CaseResult.Status;

/**
 * Results in the Test Anything Protocol, version 14. A known failure is marked TODO, so that
 * readers of the format do not count it.
 */
public final class Tap implements ReportFormat {
  @Override
  public String name() {
    return "tap";
  }

  @Override
  public String takes() {
    return "FILE";
  }

  @Override
  public String description() {
    return "Write the results in the Test Anything Protocol.";
  }

  @Override
  public void write(Results results, Path file) throws IOException {
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      out.print("TAP version 14\n");
      out.print("# " + oneLine(results.tool()) + ", seed " + results.seed() + "\n");
      out.print("1.." + results.entries().size() + "\n");
      int number = 0;
      for (Entry entry : results.entries()) {
        entry(out, ++number, entry);
      }
      if (out.checkError()) {
        throw new IOException(file + " could not be written.");
      }
    }
  }

  private static void entry(PrintWriter out, int number, Entry entry) {
    Status status = entry.status();
    boolean failed =
        status == Status.FAILED || status == Status.INCONCLUSIVE || status == Status.KNOWN;
    String name = escaped(entry.id() + " (" + entry.subject() + ")");
    String directive =
        switch (status) {
          case SKIPPED -> " # SKIP " + escaped(entry.note());
          case KNOWN -> " # TODO " + escaped(entry.note());
          case PASSED, WARNED, INCONCLUSIVE, FAILED -> "";
        };
    out.print((failed ? "not ok " : "ok ") + number + " - " + name + directive + "\n");
    if (status != Status.PASSED && status != Status.SKIPPED) {
      out.print("  ---\n");
      out.print("  status: " + status.word() + "\n");
      out.print("  message: |\n");
      FailureText.of(entry).lines().forEach(line -> out.print("    " + oneLine(line) + "\n"));
      out.print("  ...\n");
    }
  }

  /** A hash begins a directive, unless a backslash is before it. */
  private static String escaped(String text) {
    return oneLine(text).replace("\\", "\\\\").replace("#", "\\#");
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", " ");
  }
}
