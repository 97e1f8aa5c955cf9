package sockproof.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {
  private static String script(String shell) {
    StringWriter out = new StringWriter();
    String[] args = {"completion", shell};
    int status = Program.commandLine(args).setOut(new PrintWriter(out)).execute(args);
    assertEquals(ExitStatus.OK, status);
    return out.toString();
  }

  @Test
  void fishOffersCommandsOptionsAndValues() {
    String script = script("fish");
    assertTrue(
        script.contains(
            "complete -c sockproof -n 'not __fish_seen_subcommand_from completion' -f -a completion"
                + " -d 'Print a script that completes commands and options in a shell.'\n"),
        script);
    assertTrue(script.contains(" -l color -r -f -a 'auto always never'"), script);
    assertTrue(script.contains("-n '__fish_seen_subcommand_from completion' -s h -l help"), script);
    assertTrue(
        script.contains("-n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'"),
        script);
  }

  @Test
  void bashCompletesCommandNames(@TempDir Path folder) throws IOException, InterruptedException {
    Path script = Files.writeString(folder.resolve("completion"), script("bash"));
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
