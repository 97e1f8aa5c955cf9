package sockproof.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class CommandLineTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(CommandLine line, String... args) {
    return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
  }

  private int run(String... args) {
    return run(Program.commandLine(args), args);
  }

  @Test
  void versionIsOneLineThatTheBuildFilledIn() {
    assertEquals(ExitStatus.OK, run("--version"));
    assertTrue(
        Pattern.matches("sockproof \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R", out.toString()),
        out.toString());
    assertEquals(Version.line(), out.toString().strip());
  }

  @Test
  void aNamedCommandIsTheOnlyOneCreated() {
    assertEquals(
        Set.of("completion"),
        Commands.forArguments("completion", "bash").getSubcommands().keySet());
  }

  @TestFactory
  Stream<DynamicTest> everyCommandHasHelpWithAnExample() {
    return paths(Commands.all(), List.of())
        .map(
            path ->
                DynamicTest.dynamicTest(
                    "sockproof " + String.join(" ", path),
                    () -> {
                      CommandLineTest fresh = new CommandLineTest();
                      String[] args =
                          Stream.concat(path.stream(), Stream.of("--help")).toArray(String[]::new);
                      assertEquals(ExitStatus.OK, fresh.run(args));
                      assertTrue(fresh.out.toString().contains("Example"), fresh.out.toString());
                    }));
  }

  private static Stream<List<String>> paths(CommandLine line, List<String> path) {
    return Stream.concat(
        Stream.of(path),
        line.getSubcommands().entrySet().stream()
            .flatMap(
                sub ->
                    paths(
                        sub.getValue(),
                        Stream.concat(path.stream(), Stream.of(sub.getKey())).toList())));
  }

  @Test
  void helpListsEveryCommand() {
    assertEquals(ExitStatus.OK, run("--help"));
    for (Commands.Entry entry : Commands.ALL) {
      assertTrue(out.toString().contains("\n  " + entry.name()), out.toString());
    }
  }

  @Test
  void anUnknownOptionIsOneLineAndStatusTwo() {
    assertUsage("Unknown option: '--colour'; did you mean --color?", "--colour");
  }

  @Test
  void anOptionOfTheProgramUnderTestBelongsBehindTwoDashes() {
    assertUsage("put `--` before that program", "check", "client", "python3", "-u", "x.py");
  }

  @Test
  void anOptionOfCheckIsSuggested() {
    assertUsage("did you mean --network?", "check", "client", "--netwrk", "tcp", "--", "x");
  }

  @ParameterizedTest
  @CsvSource({
    "bench,       foo, `foo` is one argument too many; `sockproof bench --help`",
    "run --seed,  abc, --seed': `abc` is not a whole number",
    "run --jobs,  1.5, --jobs': `1.5` is not a whole number",
    "proxy --seed, '', --seed': `` is not a whole number"
  })
  void whatIsTooMuchAndWhatIsNoNumberIsSaidInWords(String before, String word, String sentence) {
    List<String> args = new ArrayList<>(List.of(before.split(" ")));
    args.add(word);
    assertUsage(sentence, args.toArray(String[]::new));
  }

  @Test
  void aMisspeltCommandSuggestsTheRightOne() {
    assertUsage("no command `completio`; did you mean completion", "completio");
  }

  @Test
  void noCommandAtAllSaysWhereTheyAreListed() {
    assertUsage("sockproof --help");
  }

  @Test
  void aBadOptionValueNamesTheOption() {
    assertUsage("--color", "--color", "sometimes", "completion", "bash");
  }

  private void assertUsage(String expected, String... args) {
    assertEquals(ExitStatus.USAGE, run(args));
    assertEquals("", out.toString());
    assertEquals(1, err.toString().lines().count(), err.toString());
    assertTrue(err.toString().startsWith("sockproof: "), err.toString());
    assertTrue(err.toString().contains(expected), err.toString());
  }

  @Command(name = "fail")
  private record Failing(RuntimeException problem) implements Callable<Integer> {
    @Override
    public Integer call() {
      throw problem;
    }
  }

  private int runFailing(RuntimeException problem, String... args) {
    CommandLine line = Program.commandLine("--version");
    CommandLine failing = new CommandLine(new Failing(problem));
    line.addSubcommand(failing);
    Program.install(line);
    return run(line, args);
  }

  @Test
  void badInputIsOneLineAndStatusTwo() {
    assertEquals(
        ExitStatus.USAGE, runFailing(new UsageException("plan.yaml:3:5: no\nsuch key"), "fail"));
    assertEquals("sockproof: plan.yaml:3:5: no such key\n", err.toString());
  }

  @Test
  void aMissingFileIsNamed() {
    runFailing(new UncheckedIOException(new NoSuchFileException("plan.yaml")), "fail");
    assertEquals("sockproof: plan.yaml: there is no such file.\n", err.toString());
  }

  @Test
  void aBugOfOursShowsItsTraceOnlyWhenVerbose() {
    assertEquals(
        ExitStatus.INCONCLUSIVE,
        runFailing(new IllegalStateException("queue is negative"), "fail"));
    assertEquals(1, err.toString().lines().count(), err.toString());
    assertTrue(err.toString().contains("queue is negative"), err.toString());
    assertFalse(err.toString().contains("    at "), err.toString());

    runFailing(new IllegalStateException("queue is negative"), "-v", "fail");
    assertTrue(err.toString().contains("    at sockproof.harness.cli."), err.toString());
  }

  @Test
  void globalOptionsAreUnderstoodBeforeAndAfterTheCommand() {
    for (String[] args : new String[][] {{"-q", "fail"}, {"fail", "-q"}}) {
      CommandLine line = Program.commandLine("--version");
      CommandLine failing = new CommandLine(new Failing(new UsageException("no")));
      line.addSubcommand(failing);
      Program.install(line);
      run(line, args);
      assertTrue(Console.of(failing.getCommandSpec()).quiet());
    }
  }
}
