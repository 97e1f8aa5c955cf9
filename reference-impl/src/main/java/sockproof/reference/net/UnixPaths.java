package sockproof.reference.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that stand for Unix sockets. */
final class UnixPaths {
  private UnixPaths() {}

  /**
   * Makes way for a stream server: removes the socket file of one that is gone.
   *
   * @throws UsageException where something else is there, or a server still answers
   */
  static void makeWay(Path path) throws IOException {
    checkSocketFile(path);
    if (Files.exists(path)) {
      try {
        SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
      } catch (ConnectException e) {
        // Nobody listens: the file was left behind.
        Files.deleteIfExists(path);
        return;
      }
      throw inUse(path);
    }
  }

  /**
   * Checks that a socket can be bound to the path, as far as what is there now says.
   *
   * @throws UsageException where a file that is no socket is there, or the folder is missing
   */
  static void checkSocketFile(Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new UsageException("the folder of `" + path + "` does not exist; create it first");
    }
    if (Files.exists(path)
        && (Files.isRegularFile(path) || Files.isDirectory(path) || Files.isSymbolicLink(path))) {
      throw new UsageException("`" + path + "` exists and is not a socket; choose another path");
    }
  }

  static UsageException inUse(Path path) {
    return new UsageException(
        "`" + path + "` is in use by another server; stop it or choose another path");
  }
}
