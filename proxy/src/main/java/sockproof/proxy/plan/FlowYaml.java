package sockproof.proxy.plan;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes data as YAML in flow style, on one line. */
final class FlowYaml {
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/+-]*");
  private static final Pattern AMBIGUOUS = Pattern.compile("true|false|null|[0-9.+-]*");

  private FlowYaml() {}

  /** The entries of a map without the braces around them: {@code drop: {nth: [2]}}. */
  static String inMap(Map<?, ?> map) {
    return map.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + of(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String of(Object value) {
    return switch (value) {
      case Map<?, ?> map -> "{" + inMap(map) + "}";
      case List<?> list ->
          list.stream().map(FlowYaml::of).collect(Collectors.joining(", ", "[", "]"));
      case String text -> quotedIfNeeded(text);
      case Double number -> BigDecimal.valueOf(number).toPlainString();
      default -> value.toString();
    };
  }

  private static String quotedIfNeeded(String text) {
    if (BARE.matcher(text).matches() && !AMBIGUOUS.matcher(text).matches()) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7f) {
            quoted.append(String.format("\\x%02x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
