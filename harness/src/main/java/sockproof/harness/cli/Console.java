package sockproof.harness.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a command prints to: results on standard output, everything else on standard error, and the
 * user's wishes about how much and in which colours.
 *
 * @param out standard output, for results
 * @param err standard error, for everything else
 * @param verbosity {@code -1} quiet, {@code 0} normal, {@code 1} and more verbose
 * @param color whether to use ANSI colours
 */
public record Console(PrintWriter out, PrintWriter err, int verbosity, boolean color) {

  /** Returns the console of the command line that {@code spec}, of any command, belongs to. */
  public static Console of(CommandSpec spec) {
    GlobalOptions options = ((RootCommand) spec.root().userObject()).globalOptions();
    return new Console(
        spec.commandLine().getOut(),
        spec.commandLine().getErr(),
        options.verbosity(),
        options.useColor());
  }

  /** Returns whether {@code -q} asks for results only. */
  public boolean quiet() {
    return verbosity < 0;
  }

  /** Returns whether {@code -v} asks for details. */
  public boolean verbose() {
    return verbosity > 0;
  }

  /** Prints one line of progress or explanation on standard error, unless quiet. */
  public void note(String line) {
    if (!quiet()) {
      err.println(line);
      err.flush();
    }
  }

  /** Prints a sentence of warning on standard error, also where quiet. */
  public void warn(String sentence) {
    err.println("sockproof: warning: " + sentence);
    err.flush();
  }

  /** Prints one line of detail on standard error, if verbose. */
  public void detail(String line) {
    if (verbose()) {
      err.println(line);
      err.flush();
    }
  }
}
