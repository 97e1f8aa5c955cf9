package sockproof.reference.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
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

  /** A client's socket that the kernel lets only the server send to. */
  public static DatagramEndpoint connectedClient(SocketAddress server) throws IOException {
    return server instanceof UnixDomainSocketAddress
        ? LinuxDatagrams.connect(temporaryPath(), server)
        : NioDatagrams.connect(server);
  }

  /** A Unix datagram client has to be bound to a path, or the server could not answer it. */
  private static SocketAddress temporaryPath() {
    return UnixDomainSocketAddress.of(
        Path.of(
            System.getProperty("java.io.tmpdir", "/tmp"),
            "sockproof-" + UUID.randomUUID() + ".socket"));
  }
}
