package sockproof.harness.report.html;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sockproof.harness.report.ReportFormat;
import sockproof.harness.results.Results;

/** The report for people: one HTML file that opens from disk, with nothing to load. */
public final class HtmlReport implements ReportFormat {
  @Override
  public String name() {
    return "html";
  }

  @Override
  public String takes() {
    return "DIR";
  }

  @Override
  public String description() {
    return "Write the results as HTML; open index.html in this folder.";
  }

  @Override
  public void write(Results results, Path folder) throws IOException {
    Files.createDirectories(folder);
    Page page = new Page("report", "Sockproof report");
    page.data("index", ReportData.index(results));
    int number = 0;
    for (byte[] chunk : ReportData.details(results)) {
      page.compressed("details-" + number++, chunk);
    }
    Files.writeString(folder.resolve("index.html"), page.text());
  }
}
