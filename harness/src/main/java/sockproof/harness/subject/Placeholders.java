package sockproof.harness.subject;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sockproof.proxy.plan.Words;

/** The words in braces that a command's arguments may hold. */
public final class Placeholders {
  /** All of them; what each stands for is said by {@link Target}. */
  static final Set<String> NAMES =
      Set.of(
          "host", "port", "path", "servers", "message", "framing", "charset", "network", "ip",
          "name");

  private static final Pattern IN_BRACES = Pattern.compile("\\{([A-Za-z]+)}");

  private Placeholders() {}

  /**
   * What may be wrong with the arguments of a subject that does not work: half a sentence, or
   * nothing.
   */
  public static String hint(Subject subject) {
    List<String> arguments = subject.start().arguments();
    for (String argument : arguments) {
      Matcher matcher = IN_BRACES.matcher(argument);
      while (matcher.find()) {
        String word = matcher.group(1);
        Optional<String> meant = Words.nearest(word, NAMES);
        if (!NAMES.contains(word) && meant.isPresent()) {
          return "; `{" + word + "}` is not replaced: did you mean `{" + meant.get() + "}`?";
        }
      }
    }
    boolean unix = subject.networks().stream().allMatch(network -> network.isUnix());
    String wanted = unix ? "path" : "port";
    boolean told =
        arguments.stream()
            .anyMatch(
                argument ->
                    argument.contains("{" + wanted + "}") || argument.contains("{servers}"));
    return told
        ? ""
        : "; no argument holds `{%s}`, so only SOCKPROOF_%s in its environment tells it the %s"
            .formatted(wanted, unix ? "PATH" : "PORT", wanted);
  }
}
