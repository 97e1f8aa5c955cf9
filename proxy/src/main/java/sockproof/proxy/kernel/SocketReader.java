package sockproof.proxy.kernel;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The process that reads from a socket, looked at from outside: proc(5), {@code
 * /proc/PID/task/TID/syscall}. Safe for use by one thread.
 */
public final class SocketReader {
  /** read, readv, recvfrom, recvmsg: on x86-64 and on the generic table of ARM64. */
  private static final Set<Integer> RECEIVING =
      System.getProperty("os.arch").equals("aarch64")
          ? Set.of(63, 65, 207, 212)
          : Set.of(0, 19, 45, 47);

  private final long inode;
  private long pid;
  private int descriptor = -1;

  /** The reader of the socket with an inode. */
  SocketReader(long inode) {
    this.inode = inode;
  }

  /** What the reader does at the moment. */
  public enum Doing {
    /** Some thread is inside a call that receives from this very socket, and waits there. */
    RECEIVING,
    /** No thread receives from it, and none runs or waits for a processor. */
    SLEEPING,
    /** Some thread runs, or would if it had a processor. */
    RUNNING,
    /** That cannot be told. */
    UNKNOWN
  }

  /** Looks at all threads of the reader; takes up to some milliseconds. */
  Doing look() {
    if (descriptor < 0 && !find()) {
      return Doing.UNKNOWN;
    }
    Doing doing = Doing.SLEEPING;
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path thread : threads) {
        if (receives(thread.resolve("syscall"))) {
          return Doing.RECEIVING;
        }
        if (runs(thread.resolve("stat"))) {
          doing = Doing.RUNNING;
        }
      }
      return doing;
    } catch (IOException | DirectoryIteratorException e) {
      // It has ended, or has handed the socket on to another process, or is not ours to look at.
      descriptor = -1;
      return Doing.UNKNOWN;
    }
  }

  /** The state is the first letter behind the name, which stands in parentheses. */
  private static boolean runs(Path stat) throws IOException {
    String text = Files.readString(stat);
    char state = text.charAt(text.lastIndexOf(')') + 2);
    return state == 'R' || state == 'D';
  }

  /** The file has the call's number and its arguments, or says that the thread is running. */
  private boolean receives(Path syscall) throws IOException {
    String[] words = Files.readString(syscall).strip().split(" ", 3);
    return words.length == 3
        && Character.isDigit(words[0].charAt(0))
        && RECEIVING.contains(Integer.parseInt(words[0]))
        && Long.decode(words[1]) == descriptor;
  }

  private boolean find() {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        long candidate = Long.parseLong(process.getFileName().toString());
        OptionalInt held = ProcessSockets.descriptorOf(candidate, inode);
        if (held.isPresent()) {
          pid = candidate;
          descriptor = held.getAsInt();
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return false; // No /proc: nothing can be told.
    }
    return false;
  }
}
