package sockproof.proxy.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import sockproof.proxy.kernel.Errno;
import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;

/** The socket files that a relay makes and removes. */
final class UnixPath {
  private UnixPath() {}

  /**
   * Binds a Unix socket to its path. A socket file whose program is gone is replaced; one that is
   * in use, or a file of another kind, is left alone and is an error.
   *
   * @throws KernelException as bind(2) gives it
   */
  static void bind(KernelSocket socket, SocketName.Unix name) {
    try {
      socket.bind(name);
    } catch (KernelException e) {
      if (!e.is(Errno.EADDRINUSE) || name.isAbstract() || !isStale(name)) {
        throw e;
      }
      remove(name);
      socket.bind(name);
    }
  }

  /** Removes a socket file that we made; an abstract name goes with its socket. */
  static void remove(SocketName.Unix name) {
    if (name.isAbstract() || name.isUnnamed()) {
      return;
    }
    try {
      Files.deleteIfExists(Path.of(name.toString()));
    } catch (IOException e) {
      throw new RelayException(
          "Cannot remove the socket file " + name + ": " + e.getMessage() + ".", e);
    }
  }

  /** True when the file is a socket and nobody takes connections or datagrams at it. */
  private static boolean isStale(SocketName.Unix name) {
    if (!isSocketFile(Path.of(name.toString()))) {
      return false;
    }
    try (KernelSocket stream = KernelSocket.openStream(name);
        KernelSocket datagram = KernelSocket.openDatagram(name)) {
      // The kernel refuses both where there is no socket, and the wrong one of two where there is.
      return Errno.ECONNREFUSED.is(stream.connect(name))
          && Errno.ECONNREFUSED.is(datagram.connect(name));
    }
  }

  private static boolean isSocketFile(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isOther();
    } catch (IOException e) {
      return false; // It went away meanwhile, or may not be looked at: not ours to remove.
    }
  }
}
