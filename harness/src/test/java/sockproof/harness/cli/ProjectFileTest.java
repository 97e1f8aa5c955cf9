package sockproof.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code sockproof.yaml}: its options are taken, the command line wins, mistakes are named. */
class ProjectFileTest {
  @TempDir private Path folder;

  private record Ran(int status, String out, String err) {}

  private void write(String yaml) throws IOException {
    Files.writeString(folder.resolve(ProjectFile.NAME), yaml);
  }

  private String[] complete(String... args) throws IOException {
    return ProjectFile.read(folder).orElseThrow().complete(Program.commandLine(args), args);
  }

  private Ran run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Program.commandLine(args);
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return new Ran(Program.execute(line, folder, args), out.toString(), err.toString());
  }

  private String completed(String arguments) throws IOException {
    return String.join(" ", complete(arguments.split(" ")));
  }

  @Test
  void addsWhatIsNotOnTheCommandLine() throws IOException {
    write(
        """
        check:
          timeout: 2s
          message: [one, two]
          only: [single-recv, crash]
          strict: true
          quiet: false
        run: {seed: 3}
        """);
    assertEquals(
        "check --timeout 2s --message one --message two --only single-recv --only crash --strict"
            + " client -- ./c",
        completed("check client -- ./c"));
    assertEquals(
        "check --only single-recv --only crash client --strict --message three --timeout=1s -- ./c"
            + " --only x",
        completed("check client --strict --message three --timeout=1s -- ./c --only x"));
    assertEquals("list --findings", completed("list --findings"));
  }

  @Test
  void itsOptionsHoldWhereTheyAreNotGivenOtherwise() throws IOException {
    write("check: {jobs: 0}\n");
    Ran taken = run("check", "client", "--", "true");
    assertEquals(ExitStatus.USAGE, taken.status());
    assertTrue(taken.err().contains("--jobs 0"), taken.err());
    Ran overruled = run("check", "client", "--jobs", "-1", "--", "true");
    assertTrue(overruled.err().contains("--jobs -1"), overruled.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chek: {jobs: 1} | 1:1: the key `chek` is not known",
        "check: {jobz: 1} | 1:9: the key `jobz` is not known",
        "run: {jobz: 1} | 1:7: the key `jobz` is not known",
        "check: [jobs] | 1:8: expected a map",
        "check: {jobs: many} | 1:15: Invalid value for option '--jobs'",
        "check: {strict: maybe} | 1:17: expected true or false",
        "check: {jobs | 1:13: this is not YAML",
      })
  void aMistakeIsNamedWithItsPlace(String yaml, String message) throws IOException {
    write(yaml);
    Ran ran = run("check", "client", "--", "true");
    assertEquals(ExitStatus.USAGE, ran.status(), ran.err());
    String start = "sockproof: " + folder.resolve(ProjectFile.NAME) + ":" + message;
    assertTrue(ran.err().startsWith(start), ran.err());
    assertEquals(1, ran.err().lines().count());
  }

  @Test
  void aMistakeOnTheCommandLineIsReportedAsEver() throws IOException {
    write("check: {jobs: many}\n");
    Ran ran = run("check", "client", "--jobs", "few", "--", "true");
    assertEquals(ExitStatus.USAGE, ran.status());
    assertTrue(ran.err().startsWith("sockproof: Invalid value for option '--jobs'"), ran.err());
  }
}
