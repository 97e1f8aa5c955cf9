package sockproof.harness.cli;

import java.util.Locale;
import java.util.Map;

/** The values of {@code --color}. */
public enum ColorMode {
  /** Colours on a terminal, unless {@code NO_COLOR} is set or {@code TERM} is {@code dumb}. */
  AUTO,
  /** Colours, whatever the output is. */
  ALWAYS,
  /** No colours. */
  NEVER;

  /**
   * Decides whether to use colours.
   *
   * @param environment the environment variables; see https://no-color.org for {@code NO_COLOR}
   * @param terminal whether the output is a terminal
   */
  public boolean useColor(Map<String, String> environment, boolean terminal) {
    return switch (this) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO ->
          terminal
              && environment.getOrDefault("NO_COLOR", "").isEmpty()
              && !"dumb".equals(environment.get("TERM"));
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
