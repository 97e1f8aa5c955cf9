package sockproof.harness.cli;

/** Whether a person is watching. */
final class Terminals {
  private Terminals() {}

  /** True where standard input and output belong to a terminal. */
  @SuppressWarnings("SystemConsoleNull") // since JDK 25 null again where there is no terminal
  static boolean isTerminal() {
    java.io.Console console = System.console();
    return console != null && console.isTerminal();
  }
}
