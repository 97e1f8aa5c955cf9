package sockproof.harness.known;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A text in which {@code *} stands for any characters, none and line breaks included. */
final class Glob {
  private final Pattern pattern;

  Glob(String text) {
    String regex =
        Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    this.pattern = Pattern.compile(regex, Pattern.DOTALL);
  }

  boolean matches(String text) {
    return pattern.matcher(text).matches();
  }
}
