package sockproof.proxy.kernel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Connected pairs: one end a {@link KernelSocket} that sends, the other a channel that reads. */
final class SocketPairs {
  /** One connection over this machine. */
  record Pair(KernelSocket sender, SocketChannel reader) implements AutoCloseable {
    @Override
    public void close() {
      try {
        sender.close();
        reader.close();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** The kinds of connection that lockstep must know. */
  enum Kind {
    TCP4,
    TCP6,
    /** The reader listens on a socket that takes both families, and is reached by IPv4. */
    TCP4_TO_DUAL_STACK,
    UNIX
  }

  private SocketPairs() {}

  static Pair connect(Kind kind, Path directory) throws IOException {
    try (ServerSocketChannel listener = listen(kind, directory)) {
      SocketName to =
          switch (kind) {
            case TCP4, TCP4_TO_DUAL_STACK -> inet("127.0.0.1", listener);
            case TCP6 -> inet("::1", listener);
            case UNIX -> SocketName.Unix.of(directory.resolve("listener").toString());
          };
      KernelSocket sender = KernelSocket.openStream(to);
      int result = sender.connect(to);
      if (result < 0 && !Errno.EINPROGRESS.is(result)) {
        throw new KernelException("connect to " + to, -result);
      }
      SocketChannel reader = listener.accept();
      if (kind == Kind.UNIX) {
        Files.delete(directory.resolve("listener"));
      } else {
        sender.noDelay();
      }
      return new Pair(sender, reader);
    }
  }

  private static ServerSocketChannel listen(Kind kind, Path directory) throws IOException {
    return switch (kind) {
      case TCP4 ->
          ServerSocketChannel.open(StandardProtocolFamily.INET)
              .bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      case TCP6 ->
          ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0));
      case TCP4_TO_DUAL_STACK ->
          ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.ofLiteral("::"), 0));
      case UNIX ->
          ServerSocketChannel.open(StandardProtocolFamily.UNIX)
              .bind(UnixDomainSocketAddress.of(directory.resolve("listener")));
    };
  }

  private static SocketName inet(String host, ServerSocketChannel listener) throws IOException {
    return SocketName.Inet.of(
        InetAddress.ofLiteral(host), ((InetSocketAddress) listener.getLocalAddress()).getPort());
  }
}
