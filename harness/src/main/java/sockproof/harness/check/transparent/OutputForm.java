package sockproof.harness.check.transparent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a program prints when nothing goes wrong, with what may differ from run to run left open:
 * loopback addresses, ports, times and process ids, and the numbers of those lines whose numbers
 * differed when it was learned.
 */
final class OutputForm {
  private static final String NAMES =
      "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun";
  private static final List<Pattern> VARYING =
      List.of(
          Pattern.compile("\\b127(?:\\.\\d{1,3}){3}(?:[:#]\\d+)?\\b"),
          Pattern.compile("(?<![0-9A-Za-z:])\\[?::1\\]?(?:[:#]\\d+)?(?![0-9A-Za-z:])"),
          Pattern.compile("\\blocalhost[:#]\\d+\\b"),
          Pattern.compile("(?<=\\bport )\\d+\\b"),
          Pattern.compile("/[\\w./-]*sockproof[\\w./-]*"),
          Pattern.compile("\\b\\d{4}-\\d{2}-\\d{2}\\b"),
          Pattern.compile("\\b\\d{1,2}:\\d{2}(?::\\d{2})?(?:[.,]\\d+)?\\b"),
          Pattern.compile("\\b(?:" + NAMES + ")[a-z]*\\b,?(?: +\\d{1,2}\\b)?"),
          Pattern.compile("\\b\\d+(?:\\.\\d+)? ?(?:ns|us|µs|ms|msec|s|secs?|seconds?)\\b"),
          Pattern.compile("\\b\\d+(?:\\.\\d+)? ?[kKMG]?i?B/s"),
          Pattern.compile("(?<=\\bpid[ :=])\\d+\\b"),
          Pattern.compile("(?<=\\[)\\d+(?=\\])"));
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final String OPEN = "<…>";

  private final List<String> lines;
  private final List<Boolean> varies;

  private OutputForm(List<String> lines, List<Boolean> varies) {
    this.lines = lines;
    this.varies = varies;
  }

  /**
   * Learns from the outputs of several runs.
   *
   * @return nothing where they differ in more than that
   */
  static Optional<OutputForm> learn(List<String> outputs) {
    List<List<String>> runs = outputs.stream().map(OutputForm::lines).toList();
    List<String> first = runs.getFirst();
    List<Boolean> varies = new ArrayList<>();
    List<String> form = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      int index = i;
      String line = first.get(i);
      if (runs.stream().anyMatch(run -> run.size() != first.size())) {
        return Optional.empty();
      }
      boolean same = runs.stream().allMatch(run -> run.get(index).equals(line));
      String open = withoutNumbers(line);
      if (!same && runs.stream().anyMatch(run -> !withoutNumbers(run.get(index)).equals(open))) {
        return Optional.empty();
      }
      varies.add(!same);
      form.add(same ? line : open);
    }
    return Optional.of(new OutputForm(form, varies));
  }

  /** True where an output is as it was without faults. */
  boolean matches(String output) {
    return comparable(output).equals(lines);
  }

  /**
   * True where an output is as it was without faults but for lines between that say something else,
   * such as a warning that a datagram was lost.
   */
  boolean isWithin(String output) {
    List<String> given = lines(output);
    int next = 0;
    for (String line : given) {
      boolean open = next < varies.size() && varies.get(next);
      if (next < lines.size() && lines.get(next).equals(open ? withoutNumbers(line) : line)) {
        next++;
      } else if (!line.isBlank() && lines.contains(line)) {
        return false;
      }
    }
    return next == lines.size();
  }

  /** An output with what may differ replaced by a sign. */
  String shown(String output) {
    return String.join("\n", comparable(output));
  }

  private List<String> comparable(String output) {
    List<String> given = lines(output);
    List<String> result = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      boolean open = i < varies.size() && varies.get(i);
      result.add(open ? withoutNumbers(given.get(i)) : given.get(i));
    }
    return result;
  }

  private static List<String> lines(String output) {
    String open = output;
    for (Pattern pattern : VARYING) {
      open = pattern.matcher(open).replaceAll(OPEN);
    }
    return List.of(open.split("\n", -1));
  }

  private static String withoutNumbers(String line) {
    return NUMBER.matcher(line).replaceAll(OPEN);
  }
}
