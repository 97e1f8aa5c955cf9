package sockproof.harness.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code sockproof} itself: the options that all commands share, and no work of its own. */
@Command(
    name = "sockproof",
    synopsisSubcommandLabel = "COMMAND",
    description = "Finds the socket bugs of a program by putting it behind a faulty network.",
    versionProvider = RootCommand.VersionLine.class,
    footer = {
      "",
      "Example:",
      "  sockproof check client -- python3 client.py {host} {port}",
      "",
      "Each command has its own help: sockproof COMMAND --help"
    })
public final class RootCommand implements Runnable {
  @Mixin private final GlobalOptions globalOptions = new GlobalOptions();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version and exit.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean version;

  @Spec private CommandSpec spec;

  /** Creates the command; picocli sets its fields. */
  @SuppressWarnings("NullAway.Init") // picocli sets spec before anything reads it
  public RootCommand() {}

  /** What {@code --version} prints where it stands among other options. */
  static final class VersionLine implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {Version.line()};
    }
  }

  GlobalOptions globalOptions() {
    return globalOptions;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "A command is missing; `sockproof --help` lists them.");
  }
}
