package sockproof.reference.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/**
 * The surroundings of a role: nothing else of the process is touched.
 *
 * @param in where messages come from
 * @param out what the role has to say
 * @param err notes and errors
 * @param threads makes every thread that the role starts
 * @param terminal whether a person types on {@code in}
 * @param process whether the role is a process of its own, which signals may end
 */
record RoleIo(
    InputStream in,
    PrintStream out,
    PrintStream err,
    ThreadFactory threads,
    boolean terminal,
    boolean process) {

  /** The streams of this process. */
  static RoleIo ofProcess() {
    return new RoleIo(
        System.in,
        System.out,
        System.err,
        Thread.ofPlatform().daemon().name("reference-", 0).factory(),
        Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false),
        true);
  }
}
