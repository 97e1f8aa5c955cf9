package sockproof.harness.report;

import picocli.CommandLine.Help.Ansi;

/** Colours for the terminal, or none. */
public record Styles(boolean color) {
  /** Green, for what passed. */
  public String good(String text) {
    return style("fg(green)", text);
  }

  /** Red and bold, for what failed. */
  public String bad(String text) {
    return style("bold,fg(red)", text);
  }

  /** Yellow, for what needs attention. */
  public String warn(String text) {
    return style("fg(yellow)", text);
  }

  /** Faint, for what is less important. */
  public String faint(String text) {
    return style("faint", text);
  }

  /** Bold, for headings. */
  public String strong(String text) {
    return style("bold", text);
  }

  private String style(String style, String text) {
    if (!color) {
      return text;
    }
    Ansi.IStyle[] styles = Ansi.Style.parse(style);
    return Ansi.Style.on(styles) + text + Ansi.Style.off(styles);
  }
}
