package sockproof.harness.report;

import java.util.List;
import sockproof.harness.report.html.HtmlReport;

/** The registry of report formats: a new one is a class and a line here. */
public final class ReportFormats {
  /** Every format, in the order of the help. */
  public static final List<ReportFormat> ALL =
      List.of(new HtmlReport(), new JunitXml(), new Tap(), new Sarif(), new GitlabQuality());

  private ReportFormats() {}
}
