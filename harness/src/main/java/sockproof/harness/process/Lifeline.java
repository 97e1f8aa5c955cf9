package sockproof.harness.process;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Sees to it that no subject outlives the run, even when the harness is killed with SIGKILL.
 *
 * <p>A small shell process in a session of its own reads from a pipe whose other end only the
 * harness holds. When that end closes, for whatever reason, it kills every process whose
 * environment carries this run's mark (each subject gets it, and hands it on to its children even
 * when they leave its process group), and removes the run's temporary directory.
 */
public final class Lifeline implements AutoCloseable {
  /** The environment variable that marks a subject as belonging to a run. */
  public static final String MARK_VARIABLE = "SOCKPROOF_RUN";

  private static final String SCRIPT =
      """
      read -r word
      rounds=10
      [ "$word" = done ] && rounds=1
      while [ "$rounds" -gt 0 ]; do
        for file in $(grep -lasF "SOCKPROOF_RUN=$1" /proc/[0-9]*/environ 2>/dev/null); do
          pid=${file#/proc/}
          kill -9 "${pid%/environ}" 2>/dev/null
        done
        rounds=$((rounds - 1))
        [ "$rounds" -gt 0 ] && sleep 0.2
      done
      rm -rf -- "$2"
      """;

  private final String mark;
  private final int pid;
  private final int pipe;

  private Lifeline(String mark, int pid, int pipe) {
    this.mark = mark;
    this.pid = pid;
    this.pipe = pipe;
  }

  /**
   * Starts the watching process.
   *
   * @param runDirectory the run's temporary directory, removed at the end
   */
  public static Lifeline start(Path runDirectory) {
    String mark = UUID.randomUUID().toString();
    int[] life = Posix.pipe();
    int[] unread = Posix.pipe();
    int pid =
        PosixSpawn.spawn(
            List.of("sh", "-c", SCRIPT, "sockproof-lifeline", mark, runDirectory.toString()),
            Map.of("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin")),
            Path.of("/"),
            life[0],
            unread[1],
            unread[1]);
    Posix.close(life[0]);
    Posix.close(unread[0]);
    Posix.close(unread[1]);
    return new Lifeline(mark, pid, life[1]);
  }

  /** The value of {@link #MARK_VARIABLE} for this run's subjects. */
  public String mark() {
    return mark;
  }

  /** Kills what is left of the run, and waits until that is done. */
  @Override
  public void close() {
    try (Arena arena = Arena.ofConfined()) {
      Posix.write(pipe, arena.allocateFrom("done\n", StandardCharsets.US_ASCII).asSlice(0, 5));
    }
    Posix.close(pipe);
    Posix.waitFor(pid);
  }
}
