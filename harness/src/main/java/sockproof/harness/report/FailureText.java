package sockproof.harness.report;

import sockproof.harness.results.Entry;

/** A failed case in a few plain lines, as the formats for other programs show it. */
final class FailureText {
  private FailureText() {}

  /** Requirement, faults, expected, observed and the line that repeats it. */
  static String of(Entry entry) {
    StringBuilder text = new StringBuilder();
    String source = entry.requirement().source();
    line(
        text,
        entry.requirement().level(),
        entry.requirement().text() + (source.isEmpty() ? "" : " (" + source + ")"));
    entry.faults().forEach(fault -> line(text, "fault", fault));
    line(text, "expected", entry.expected());
    line(text, "observed", entry.observed());
    line(text, "again", entry.replay());
    return text.toString();
  }

  /** What the program under test printed, under headings. */
  static String printed(Entry entry) {
    if (entry.observation() == null) {
      return "";
    }
    return "\nstandard output:\n"
        + entry.observation().stdout()
        + "\nstandard error:\n"
        + entry.observation().stderr();
  }

  private static void line(StringBuilder text, String name, String value) {
    if (!value.isEmpty()) {
      text.append(name).append(": ").append(value).append('\n');
    }
  }
}
