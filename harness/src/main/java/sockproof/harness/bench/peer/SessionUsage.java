package sockproof.harness.bench.peer;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the processes of one session use, from {@code /proc/PID/stat} (Linux, proc_pid_stat(5)).
 *
 * @param cpuMillis CPU time so far, in steps of 10 ms
 * @param residentBytes memory; pages that several processes share count for each
 */
public record SessionUsage(long cpuMillis, long residentBytes) {
  private static final int SESSION = 3;
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;
  private static final int RESIDENT_PAGES = 21;
  private static final long MILLIS_A_TICK = 10;
  private static final long PAGE_BYTES = 4096;

  /** The usage of a session by its leader's id. */
  static SessionUsage of(int leader) {
    long ticks = 0;
    long pages = 0;
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        String[] fields = fields(process);
        if (fields.length > RESIDENT_PAGES && fields[SESSION].equals(Integer.toString(leader))) {
          ticks += Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
          pages += Long.parseLong(fields[RESIDENT_PAGES]);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new IllegalStateException("/proc cannot be read", e);
    }
    return new SessionUsage(ticks * MILLIS_A_TICK, pages * PAGE_BYTES);
  }

  /** The fields after the program's name, which may itself have spaces; none when it has ended. */
  private static String[] fields(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    } catch (IOException e) {
      return new String[0];
    }
  }
}
