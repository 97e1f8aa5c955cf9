package sockproof.harness.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sockproof completion SHELL}: prints a completion script for a shell. */
@Command(
    name = "completion",
    description = "Print a script that completes commands and options in a shell.",
    footer = {
      "",
      "Examples:",
      "  source <(sockproof completion bash)",
      "  autoload -U compinit bashcompinit && compinit && bashcompinit && \\",
      "      source <(sockproof completion zsh)",
      "  sockproof completion fish | source"
    })
final class CompletionCommand implements Callable<Integer> {
  /** The shells that a script can be written for. */
  enum Shell {
    BASH,
    ZSH,
    FISH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
  private Shell shell;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
  CompletionCommand() {}

  @Override
  public Integer call() {
    CommandLine root = Commands.all();
    String script =
        switch (shell) {
          case BASH, ZSH -> AutoComplete.bash("sockproof", root);
          case FISH -> FishCompletion.script(root.getCommandSpec());
        };
    spec.commandLine().getOut().print(script);
    return ExitStatus.OK;
  }
}
