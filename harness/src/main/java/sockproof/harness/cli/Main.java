package sockproof.harness.cli;

import java.util.Set;

/**
 * The program's entry point. It answers {@code --version} itself, without the libraries that all
 * else needs, because scripts and editors ask for the version often.
 */
public final class Main {
  private static final Set<String> VERSION_OPTIONS = Set.of("-V", "--version");

  private Main() {}

  /** Runs the command that {@code args} name and exits with its status. */
  public static void main(String[] args) {
    int status = ExitStatus.OK;
    if (args.length == 1 && VERSION_OPTIONS.contains(args[0])) {
      System.out.println(Version.line());
    } else {
      status = Program.run(args);
    }
    System.out.flush();
    System.exit(status);
  }
}
