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
 */
final class Schedstat {
  private Schedstat() {}

  /** The sum over the threads of a process and of all that it has started. */
  static long ofProcess(int pid) {
    Path tasks = Path.of("/proc", Integer.toString(pid), "task");
    long nanos = sum(tasks, name -> true);
    for (int child : childrenOf(tasks)) {
      nanos += ofProcess(child);
    }
    return nanos;
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
  static long ofOwnThreads(Predicate<String> wanted) {
    return sum(Path.of("/proc/self/task"), wanted);
  }

  private static long sum(Path tasks, Predicate<String> wanted) {
    long nanos = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        nanos += ofThread(thread, wanted);
      }
    } catch (IOException | DirectoryIteratorException e) {
      return 0; // The process has ended: it wants nothing any more.
    }
    return nanos;
  }

  private static long ofThread(Path thread, Predicate<String> wanted) {
    try {
      if (!wanted.test(Files.readString(thread.resolve("comm")).strip())) {
        return 0;
      }
      String[] fields = Files.readString(thread.resolve("schedstat")).strip().split(" ", -1);
      return Long.parseLong(fields[0]) + Long.parseLong(fields[1]);
    } catch (IOException e) {
      return 0; // The thread has ended meanwhile.
    }
  }
}
