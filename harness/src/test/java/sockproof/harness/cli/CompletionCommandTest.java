package sockproof.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

class CompletionCommandTest {
  private static String script(String shell) {
    StringWriter out = new StringWriter();
    String[] args = {"completion", shell};
    int status = Program.commandLine(args).setOut(new PrintWriter(out)).execute(args);
    assertEquals(ExitStatus.OK, status);
    return out.toString();
  }

  private static CommandSpec tool() {
    CommandSpec deep =
        CommandSpec.create()
            .addPositional(PositionalParamSpec.builder().type(ColorMode.class).build());
    CommandSpec in =
        CommandSpec.create()
            .addOption(OptionSpec.builder("-n", "--number").type(int.class).build())
            .addSubcommand("deep", deep);
    in.usageMessage().description("Goes in.");
    return CommandSpec.create()
        .name("tool")
        .addOption(OptionSpec.builder("--secret").hidden(true).build())
        .addOption(
            OptionSpec.builder("--color")
                .type(ColorMode.class)
                .description("It's for colours.")
                .build())
        .addSubcommand("in", in);
  }

  @Test
  void fishOffersCommandsOptionsAndValues() {
    assertEquals(
        """
        complete -c tool -n 'not __fish_seen_subcommand_from in' -f -a in -d 'Goes in.'
        complete -c tool -n 'not __fish_seen_subcommand_from in' -l color -r -f \
        -a 'auto always never' -d 'It\\'s for colours.'
        complete -c tool -n '__fish_seen_subcommand_from in; and not __fish_seen_subcommand_from deep' \
        -f -a deep
        complete -c tool -n '__fish_seen_subcommand_from in; and not __fish_seen_subcommand_from deep' \
        -s n -l number -r
        complete -c tool -n '__fish_seen_subcommand_from in; and __fish_seen_subcommand_from deep' \
        -f -a 'auto always never'
        """,
        FishCompletion.script(tool()));
  }

  @Test
  void everyCommandIsInEveryScript() {
    for (String shell : List.of("bash", "zsh", "fish")) {
      String script = script(shell);
      for (Commands.Entry entry : Commands.ALL) {
        assertTrue(script.contains(entry.name()), shell + ": " + entry.name());
      }
    }
  }

  @Test
  void bashCompletesCommandNamesFromWhatTheProgramPrints(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path script = folder.resolve("completion");
    Process main =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-classpath",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "completion",
                "bash")
            .inheritIO()
            .redirectOutput(script.toFile())
            .start();
    assertEquals(ExitStatus.OK, main.waitFor());
    String program =
        "compopt() { :; }; source \"$1\"; COMP_WORDS=(sockproof comp); COMP_CWORD=1; _complete_sockproof; "
            + "printf '%s ' \"${COMPREPLY[@]}\"";
    Process bash =
        new ProcessBuilder("bash", "--norc", "-c", program, "test", script.toString())
            .redirectErrorStream(true)
            .start();
    String completions =
        new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, bash.waitFor(), completions);
    assertEquals("completion", completions);
  }
}
