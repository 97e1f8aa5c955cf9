package sockproof.harness.report;

import java.nio.file.Path;
import sockproof.harness.run.CaseRun;

/** The line that repeats one case, to be pasted into a shell. */
public final class ReplayLine {
  private ReplayLine() {}

  /**
   * The line for a case.
   *
   * @param program how the program was called
   * @param seed the seed of the run
   */
  public static String of(String program, CaseRun run, String subjectOption, long seed) {
    String grep =
        run.scenario().variation().isEmpty()
            ? ""
            : " --grep " + quoted("\\[" + regex(run.scenario().variation()) + "\\]$");
    return program
        + " run "
        + quoted(relative(run.scenario().file()))
        + " --subject "
        + quoted(subjectOption)
        + grep
        + " --seed "
        + seed;
  }

  /** This program as the user called it, as the shell reads it. */
  public static String program() {
    return quoted(System.getProperty("sockproof.program", "./sockproof"));
  }

  /** The path of a file as somebody in the working directory writes it. */
  public static String relative(Path file) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.startsWith(here) ? here.relativize(absolute).toString() : absolute.toString();
  }

  private static String regex(String text) {
    return text.replaceAll("([\\\\.\\[\\]{}()*+?^$|])", "\\\\$1");
  }

  /** A word as the shell reads it. */
  public static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:=,+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
