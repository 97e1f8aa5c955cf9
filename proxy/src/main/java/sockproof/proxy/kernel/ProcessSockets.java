package sockproof.proxy.kernel;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.ObjLongConsumer;

/** Which sockets a process holds, from the links in {@code /proc/PID/fd}, proc(5). */
final class ProcessSockets {
  private static final String PREFIX = "socket:[";

  private ProcessSockets() {}

  /** The inodes of all sockets of a process; none when it is gone or not ours to look at. */
  static Set<Long> inodesOf(long pid) {
    Set<Long> inodes = new HashSet<>();
    visit(pid, (link, inode) -> inodes.add(inode));
    return inodes;
  }

  /** The descriptor under which a process holds a socket. */
  static OptionalInt descriptorOf(long pid, long inode) {
    int[] found = {-1};
    visit(
        pid,
        (link, candidate) -> {
          if (candidate == inode) {
            found[0] = Integer.parseInt(link.getFileName().toString());
          }
        });
    return found[0] < 0 ? OptionalInt.empty() : OptionalInt.of(found[0]);
  }

  private static void visit(long pid, ObjLongConsumer<Path> socket) {
    try (DirectoryStream<Path> links =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path link : links) {
        String target = targetOf(link);
        if (target.startsWith(PREFIX)) {
          socket.accept(
              link, Long.parseLong(target.substring(PREFIX.length(), target.length() - 1)));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // The process has ended meanwhile, or belongs to somebody else: it has no sockets for us.
      return;
    }
  }

  private static String targetOf(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return ""; // Closed between the listing and this look.
    }
  }
}
