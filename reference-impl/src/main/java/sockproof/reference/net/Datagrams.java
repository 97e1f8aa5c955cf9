package sockproof.reference.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Opens datagram sockets of every family. */
public final class Datagrams {
  private Datagrams() {}

  /**
   * A server's socket. Where it is bound to all addresses it can answer from the one that a request
   * was sent to.
   *
   * @throws UsageException where the address cannot be had
   */
  public static DatagramEndpoint server(SocketAddress wanted) throws IOException {
    boolean all = wanted instanceof InetSocketAddress inet && inet.getAddress().isAnyLocalAddress();
    boolean linux = System.getProperty("os.name", "").equals("Linux");
    if (wanted instanceof UnixDomainSocketAddress || (all && linux)) {
      return LinuxDatagrams.bind(wanted);
    }
    return NioDatagrams.bind(wanted, wanted);
  }

  /** A server's socket that leaves the choice of the source address to the system. */
  public static DatagramEndpoint plainServer(SocketAddress wanted) throws IOException {
    return wanted instanceof UnixDomainSocketAddress
        ? LinuxDatagrams.bind(wanted)
        : NioDatagrams.bind(wanted, wanted);
  }

  /** A client's socket that takes datagrams from anyone, of the family of a server's address. */
  public static DatagramEndpoint client(SocketAddress server) throws IOException {
    return server instanceof UnixDomainSocketAddress
        ? LinuxDatagrams.bind(temporaryPath())
        : NioDatagrams.bind(server, null);
  }

  /**
   * A client's socket that the kernel lets only the server send to, from its first datagram on.
   *
   * @throws java.net.PortUnreachableException where there is no Unix socket at the path yet
   */
  public static DatagramEndpoint connectedClient(SocketAddress server) throws IOException {
    if (!(server instanceof UnixDomainSocketAddress)) {
      return NioDatagrams.connect(server);
    }
    LinuxDatagrams socket = LinuxDatagrams.bind(temporaryPath());
    try {
      socket.connect(server);
      discardQueued(socket);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** What came between bind() and connect() was filtered by nobody; nothing was asked for yet. */
  private static void discardQueued(DatagramEndpoint socket) throws IOException {
    Optional<ReceivedDatagram> queued;
    do {
      queued = socket.receive(1, Deadline.after(Duration.ZERO));
    } while (queued.isPresent());
  }

  /**
   * A socket made with the kernel's own calls, which tells of fragments; for a client with a server
   * address of the family it is bound to a port or path that is picked.
   */
  public static DatagramEndpoint watchingFragments(SocketAddress server) throws IOException {
    return LinuxDatagrams.bind(
        server instanceof UnixDomainSocketAddress ? temporaryPath() : Addresses.anyPort(server));
  }

  /**
   * Connects a socket of {@link #watchingFragments}. Unlike the JDK's connect() it leaves in the
   * queue what has arrived before.
   */
  public static void connectKeepingQueue(DatagramEndpoint socket, SocketAddress server)
      throws IOException {
    ((LinuxDatagrams) socket).connect(server);
  }

  /** A server's socket that tells of fragments. */
  public static DatagramEndpoint serverWatchingFragments(SocketAddress wanted) throws IOException {
    return LinuxDatagrams.bind(wanted);
  }

  /** A Unix datagram client has to be bound to a path, or the server could not answer it. */
  private static SocketAddress temporaryPath() {
    return UnixDomainSocketAddress.of(
        Path.of(
            System.getProperty("java.io.tmpdir", "/tmp"),
            "sockproof-" + UUID.randomUUID() + ".socket"));
  }
}
