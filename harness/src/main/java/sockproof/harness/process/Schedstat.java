package sockproof.harness.process;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * How long threads have run and have waited for a core, from {@code /proc/PID/task/TID/schedstat}
 * (Linux, Documentation/scheduler/sched-stats.rst).
 *
 * @param ranNanos time on a core
 * @param starvedNanos time in which they could run and had no core
 */
record Schedstat(long ranNanos, long starvedNanos) {
  private static final Schedstat NONE = new Schedstat(0, 0);

  /** Linux counts in hundredths of a second wherever it tells programs, whatever it counts in. */
  private static final long TICK_NANOS = 10_000_000;

  /** Where {@code state} and {@code cutime} are in {@code stat}, from behind the program's name. */
  private static final int STATE = 0;

  private static final int CHILDREN_USER_TICKS = 13;

  /** The sum over the threads of a process and of all that it has started, ended or not. */
  static Schedstat ofProcess(int pid) {
    Path process = Path.of("/proc", Integer.toString(pid));
    Path tasks = process.resolve("task");
    Schedstat sum = sum(tasks, name -> true).plus(ofEndedChildren(process));
    for (int child : childrenOf(tasks)) {
      sum = sum.plus(ofProcess(child));
    }
    return sum;
  }

  /** What the children used that have ended and were waited for. */
  private static Schedstat ofEndedChildren(Path process) {
    try {
      String[] fields = stat(process);
      long ticks =
          Long.parseLong(fields[CHILDREN_USER_TICKS])
              + Long.parseLong(fields[CHILDREN_USER_TICKS + 1]);
      return new Schedstat(ticks * TICK_NANOS, 0);
    } catch (IOException e) {
      return NONE; // The process has ended: it wants nothing any more.
    }
  }

  /** The children of a process's threads, from {@code /proc/PID/task/TID/children}. */
  private static List<Integer> childrenOf(Path tasks) {
    List<Integer> children = new ArrayList<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        String pids = Files.readString(thread.resolve("children")).strip();
        if (!pids.isEmpty()) {
          Arrays.stream(pids.split(" ", -1)).map(Integer::valueOf).forEach(children::add);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return children; // A thread, or the process, has ended meanwhile.
    }
    return children;
  }

  /** The sum over the threads of this process whose names meet a condition. */
  static Schedstat ofOwnThreads(Predicate<String> wanted) {
    return sum(Path.of("/proc/self/task"), wanted);
  }

  /**
   * Whether a thread of a process, or of what it has started, runs or waits for a core now. The
   * time for which one waits is not in any sum before it gets a core.
   */
  static boolean isRunnable(int pid) {
    Path tasks = Path.of("/proc", Integer.toString(pid), "task");
    return isRunnable(tasks, name -> true)
        || childrenOf(tasks).stream().anyMatch(Schedstat::isRunnable);
  }

  /** Whether one of the threads of this process whose names meet a condition does. */
  static boolean areOwnThreadsRunnable(Predicate<String> wanted) {
    return isRunnable(Path.of("/proc/self/task"), wanted);
  }

  private static boolean isRunnable(Path tasks, Predicate<String> wanted) {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        if (isThreadRunnable(thread, wanted)) {
          return true;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      return false; // The process has ended: it wants nothing any more.
    }
  }

  private static boolean isThreadRunnable(Path thread, Predicate<String> wanted) {
    try {
      return wanted.test(name(thread)) && stat(thread)[STATE].equals("R");
    } catch (IOException e) {
      return false; // The thread has ended meanwhile.
    }
  }

  private static String name(Path thread) throws IOException {
    return Files.readString(thread.resolve("comm")).strip();
  }

  /** The fields of {@code stat} that follow the program's name; see proc_pid_stat(5). */
  private static String[] stat(Path task) throws IOException {
    String stat = Files.readString(task.resolve("stat"));
    return stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
  }

  /** Time that they wanted a core, and had one or not. */
  long demandNanos() {
    return ranNanos + starvedNanos;
  }

  private Schedstat plus(Schedstat other) {
    return new Schedstat(ranNanos + other.ranNanos, starvedNanos + other.starvedNanos);
  }

  private static Schedstat sum(Path tasks, Predicate<String> wanted) {
    Schedstat sum = NONE;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        sum = sum.plus(ofThread(thread, wanted));
      }
    } catch (IOException | DirectoryIteratorException e) {
      return NONE; // The process has ended: it wants nothing any more.
    }
    return sum;
  }

  private static Schedstat ofThread(Path thread, Predicate<String> wanted) {
    try {
      if (!wanted.test(name(thread))) {
        return NONE;
      }
      String[] fields = Files.readString(thread.resolve("schedstat")).strip().split(" ", -1);
      return new Schedstat(Long.parseLong(fields[0]), Long.parseLong(fields[1]));
    } catch (IOException e) {
      return NONE; // The thread has ended meanwhile.
    }
  }
}
