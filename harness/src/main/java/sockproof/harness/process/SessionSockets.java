package sockproof.harness.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sockets that the processes of a session hold, from the links in {@code /proc/PID/fd},
 * proc(5). A socket whose connection is over stands in no other table, but is held all the same
 * until it is closed.
 */
final class SessionSockets {
  private static final String SOCKET = "socket:[";

  /** The session's place among the fields behind the command's name in {@code /proc/PID/stat}. */
  private static final int SESSION_FIELD = 3;

  /** The tables of sockets, and where an inode stands in a line. */
  private static final Map<String, Integer> INODE_COLUMNS =
      Map.of(
          "tcp", 9, "tcp6", 9, "udp", 9, "udp6", 9, "raw", 9, "raw6", 9, "netlink", 9, "packet", 8,
          "unix", 6);

  private SessionSockets() {}

  /** How many different sockets the processes of a session hold together. */
  static int count(int session) {
    return held(session).size();
  }

  /** Whether they hold one whose connection is over, or has not been made yet. */
  static boolean anyWithoutConnection(int session) {
    Set<String> held = held(session);
    INODE_COLUMNS.forEach((table, column) -> held.removeAll(listed(table, column)));
    return !held.isEmpty();
  }

  /** The sockets in a table of the kernel, named as in {@code /proc/PID/fd}. */
  private static Set<String> listed(String table, int inodeColumn) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/net", table))) {
      return lines
          .map(line -> line.strip().split("\\s+"))
          .filter(fields -> fields.length > inodeColumn)
          .map(fields -> SOCKET + fields[inodeColumn] + "]")
          .collect(Collectors.toSet());
    } catch (IOException | UncheckedIOException e) {
      return Set.of(); // This kernel has no such sockets.
    }
  }

  private static Set<String> held(int session) {
    Set<String> sockets = new HashSet<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (isOf(process, session)) {
          add(process, sockets);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return sockets; // A process ended in the middle of the look at it.
    }
    return sockets;
  }

  private static boolean isOf(Path process, int session) {
    try {
      String stat = Files.readString(process.resolve("stat"));
      // The name, in parentheses, may hold anything, spaces and parentheses included.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", SESSION_FIELD + 2);
      return Integer.parseInt(fields[SESSION_FIELD]) == session;
    } catch (IOException e) {
      return false; // It has ended meanwhile.
    }
  }

  private static void add(Path process, Set<String> sockets) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        String target = target(descriptor);
        if (target.startsWith(SOCKET)) {
          sockets.add(target);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return; // It has ended meanwhile, and holds nothing.
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // Closed between the listing and this look.
    }
  }
}
