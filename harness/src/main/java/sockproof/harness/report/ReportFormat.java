package sockproof.harness.report;

import java.io.IOException;
import java.nio.file.Path;
import sockproof.harness.results.Results;

/**
 * One way to write results for others to read. A new one is a class and a line in {@link
 * ReportFormats}; the commands {@code run}, {@code check} and {@code report} have its option then.
 */
public interface ReportFormat {
  /** The name of the option, without the dashes. */
  String name();

  /** What the option takes: {@code FILE} or {@code DIR}. */
  String takes();

  /** What the option does, in a sentence for the help. */
  String description();

  /** Writes the results; a folder is made where it is missing. */
  void write(Results results, Path target) throws IOException;
}
