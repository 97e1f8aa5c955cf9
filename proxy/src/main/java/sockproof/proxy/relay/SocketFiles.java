package sockproof.proxy.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;

/**
 * The names that a relay gives to Unix datagram sockets of its own: files in a directory beside its
 * listener, or in the temporary directory where that is not writable or too deep. All of them go
 * when the relay is closed.
 */
final class SocketFiles implements AutoCloseable {
  private static final String PREFIX = "sockproof";
  private static final int LONGEST_FILE_NAME = 10;

  private final SocketName listener;
  private final List<SocketName.Unix> made = new ArrayList<>();
  private @Nullable Path directory;
  private int last;

  SocketFiles(SocketName listener) {
    this.listener = listener;
  }

  /** A new Unix datagram socket with a name of its own. */
  KernelSocket bindNew() {
    SocketName.Unix name =
        SocketName.Unix.of(directory().resolve(Integer.toString(++last)).toString());
    KernelSocket socket = KernelSocket.openDatagram(name);
    try {
      socket.bind(name);
    } catch (KernelException e) {
      socket.close();
      throw e;
    }
    made.add(name);
    return socket;
  }

  /** Removes the file of a socket that is closed. */
  void remove(SocketName.Unix name) {
    if (made.remove(name)) {
      UnixPath.remove(name);
    }
  }

  private Path directory() {
    if (directory == null) {
      directory = makeDirectory();
    }
    return directory;
  }

  private Path makeDirectory() {
    try {
      Path beside = Path.of(listener.toString()).toAbsolutePath().getParent();
      boolean isFile = listener instanceof SocketName.Unix unix && !unix.isAbstract();
      if (isFile && beside != null && Files.isWritable(beside)) {
        Path made = Files.createTempDirectory(beside, PREFIX);
        if (made.toString().length() + LONGEST_FILE_NAME < SocketName.MAX_PATH_BYTES) {
          return made;
        }
        Files.delete(made);
      }
      return Files.createTempDirectory(PREFIX);
    } catch (IOException e) {
      throw new RelayException(
          "Cannot make a directory for the relay's own sockets: " + e.getMessage() + ".", e);
    }
  }

  @Override
  public void close() {
    made.forEach(UnixPath::remove);
    made.clear();
    if (directory != null) {
      try {
        Files.deleteIfExists(directory);
      } catch (IOException e) {
        throw new RelayException("Cannot remove " + directory + ": " + e.getMessage() + ".", e);
      }
      directory = null;
    }
  }
}
