package sockproof.harness.process;

import java.util.List;
import java.util.regex.Pattern;
import sockproof.proxy.core.Bytes;

/** The one line of a program's standard error that says what went wrong. */
public final class Complaint {
  private static final int MAX_CHARACTERS = 200;

  /** Python tells the exception last, below the calls that led to it. */
  private static final Pattern LAST = Pattern.compile("^Traceback \\(most recent call last\\):?$");

  /** Java and Node.js tell it above the calls, Node.js below the source line that threw it. */
  private static final Pattern NAMED =
      Pattern.compile(
          "^(Exception in thread .*|Caused by: .*|[\\w.$]*(Error|Exception)( \\[.*])?: .*|panic: .*)");

  private Complaint() {}

  /**
   * The line, shortened and with control characters escaped, in quotes.
   *
   * @param before what comes before it
   * @return empty where standard error is
   */
  public static String in(String standardError, String before) {
    List<String> lines =
        standardError.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (lines.isEmpty()) {
      return "";
    }
    String line =
        lines.stream().anyMatch(one -> LAST.matcher(one).matches())
            ? lines.getLast()
            : lines.stream()
                .filter(one -> NAMED.matcher(one).matches())
                .findFirst()
                .orElse(lines.getFirst());
    String shown = line.length() <= MAX_CHARACTERS ? line : line.substring(0, MAX_CHARACTERS) + "…";
    return before + Bytes.utf8(shown);
  }
}
