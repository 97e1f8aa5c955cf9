package sockproof.harness.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a subject prints a reply, learned from a run without faults: each line that holds a reply is
 * a form with a hole where the reply was. In another run a payload counts as taken when a line has
 * one of these forms around it. A line of another form that merely mentions a payload, as in {@code
 * ignored "X" from an unexpected address}, is not a reply taken.
 */
public final class ReplyTemplates {
  private static final String HOLE = "\u0000";
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private final Set<String> forms;

  private ReplyTemplates(Set<String> forms) {
    this.forms = forms;
  }

  /**
   * Learns the forms.
   *
   * @param baselineOutput what the subject printed when nothing went wrong
   * @param replies the replies that it got
   */
  public static ReplyTemplates learn(String baselineOutput, List<String> replies) {
    List<String> wanted = distinctLongestFirst(replies);
    Set<String> forms = new LinkedHashSet<>();
    for (String line : lines(baselineOutput)) {
      for (String reply : wanted) {
        if (line.contains(reply)) {
          forms.add(form(line, reply, wanted));
          break;
        }
      }
    }
    return new ReplyTemplates(forms);
  }

  /** True when the subject never prints its replies, so that its output says nothing of them. */
  public boolean isEmpty() {
    return forms.isEmpty();
  }

  /**
   * The payloads that a run took as replies, in order, as often as it took them.
   *
   * @param output what the subject printed
   * @param candidates every payload that was on its way to the subject, genuine or not
   */
  public List<String> taken(String output, List<String> candidates) {
    List<String> wanted = distinctLongestFirst(candidates);
    List<String> taken = new ArrayList<>();
    for (String line : lines(output)) {
      for (String candidate : wanted) {
        if (line.contains(candidate) && forms.contains(form(line, candidate, wanted))) {
          taken.add(candidate);
          break;
        }
      }
    }
    return taken;
  }

  private static List<String> lines(String output) {
    return output.lines().toList();
  }

  /** A number, or a message, in the same line may be another one for each reply. */
  private static String form(String line, String payload, List<String> payloads) {
    int at = line.indexOf(payload);
    return around(line.substring(0, at), payloads)
        + HOLE
        + around(line.substring(at + payload.length()), payloads);
  }

  private static String around(String text, List<String> payloads) {
    String result = text;
    for (String payload : payloads) {
      result = without(payload, result);
    }
    return NUMBER.matcher(Normaliser.normalise(result)).replaceAll("<n>");
  }

  /** Plain comparing, since a run may have thousands of lines and payloads. */
  private static String without(String payload, String text) {
    StringBuilder rest = new StringBuilder();
    int kept = 0;
    int at = 0;
    while (at <= text.length() - payload.length()) {
      if (text.regionMatches(true, at, payload, 0, payload.length())) {
        rest.append(text, kept, at).append("<text>");
        at += payload.length();
        kept = at;
      } else {
        at++;
      }
    }
    return kept == 0 ? text : rest.append(text, kept, text.length()).toString();
  }

  private static List<String> distinctLongestFirst(List<String> payloads) {
    return payloads.stream()
        .distinct()
        .filter(payload -> !payload.isBlank())
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toList();
  }
}
