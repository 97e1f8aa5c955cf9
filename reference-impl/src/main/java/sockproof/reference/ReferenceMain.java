package sockproof.reference;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import sockproof.reference.cli.ReferenceCommand;

/** Runs a role inside another program's JVM. */
public final class ReferenceMain {
  private ReferenceMain() {}

  /**
   * Runs a role on the calling thread and returns when it is done. An interrupt of the calling
   * thread ends it promptly, with status 130; it releases its sockets and files and ends its
   * threads before it returns, except for one that reads {@code in} and cannot be interrupted. Runs
   * share nothing, so any number may go on at the same time.
   *
   * @param args as after {@code sockproof reference}: the role and its options
   * @param in where messages come from; it is read on a thread of its own, which ends when the read
   *     that it is in returns or lets itself be interrupted
   * @param out what the role has to say, a line at a time, flushed
   * @param err notes and errors
   * @param threads makes every thread that the role starts
   */
  public static Exit run(
      List<String> args, InputStream in, PrintStream out, PrintStream err, ThreadFactory threads) {
    return ReferenceCommand.runEmbedded(args, in, out, err, threads);
  }
}
