package sockproof.harness.cli;

import java.io.Console;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command understands, before or after its name. */
final class GlobalOptions {
  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Print results only.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Print more detail; repeat for yet more.")
  private boolean[] verbose = {};

  @Option(
      names = "--color",
      scope = ScopeType.INHERIT,
      paramLabel = "WHEN",
      description = "Use colours: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private ColorMode color = ColorMode.AUTO;

  int verbosity() {
    return quiet ? -1 : verbose.length;
  }

  @SuppressWarnings("SystemConsoleNull") // since JDK 25 null again where there is no terminal
  boolean useColor() {
    Console console = System.console();
    return color.useColor(System.getenv(), console != null && console.isTerminal());
  }
}
