package sockproof.reference.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.ThreadFactory;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;
import sockproof.reference.net.Transport;
import sockproof.reference.stream.StreamSettings;

/**
 * How a server that a harness plays is to be started.
 *
 * @param transport the kind of socket
 * @param listen where; port 0 has the system pick one
 * @param stream framing, text rules, maximum and answer; datagrams use text rules and answer alone
 * @param readsWhileWriting false for a stream server that reads nothing while a reply of its own
 *     waits to be taken, which stops a client that does the same
 * @param receiveBufferBytes SO_RCVBUF of a stream server's connections, to make clients' sends
 *     partial
 * @param threads where its threads come from
 */
public record ServerConfig(
    Transport transport,
    SocketAddress listen,
    StreamSettings stream,
    boolean readsWhileWriting,
    OptionalInt receiveBufferBytes,
    ThreadFactory threads) {

  private static final ThreadFactory DAEMONS =
      Thread.ofPlatform().daemon().name("uppercase-server-", 0).factory();

  /** A TCP server at a port of 127.0.0.1 that the system picks. */
  public static ServerConfig tcp(Framing framing) {
    return of(Transport.TCP, loopback(), framing);
  }

  /** A UDP server at a port of 127.0.0.1 that the system picks. */
  public static ServerConfig udp() {
    return of(Transport.UDP, loopback(), new Framing.Eof());
  }

  /** A server at a Unix stream socket. */
  public static ServerConfig unix(Path path, Framing framing) {
    return of(Transport.UNIX, UnixDomainSocketAddress.of(path), framing);
  }

  /** A server at a Unix datagram socket. */
  public static ServerConfig unixDatagram(Path path) {
    return of(Transport.UNIX_DATAGRAM, UnixDomainSocketAddress.of(path), new Framing.Eof());
  }

  /** A server of any kind, in ASCII, with messages of up to 1 MiB. */
  public static ServerConfig of(Transport transport, SocketAddress listen, Framing framing) {
    return new ServerConfig(
        transport,
        listen,
        StreamSettings.of(framing, TextRules.ASCII),
        true,
        OptionalInt.empty(),
        DAEMONS);
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  }

  /** The same at another address. */
  public ServerConfig withListen(SocketAddress other) {
    return new ServerConfig(
        transport, other, stream, readsWhileWriting, receiveBufferBytes, threads);
  }

  /** The same with other settings. */
  public ServerConfig withStream(StreamSettings other) {
    return new ServerConfig(
        transport, listen, other, readsWhileWriting, receiveBufferBytes, threads);
  }

  /** The same under other text rules, with their uppercase. */
  public ServerConfig withText(TextRules rules) {
    return withStream(
        new StreamSettings(stream.framing(), rules, stream.maxMessageBytes(), rules::uppercase));
  }

  /** The same, but it reads nothing while a reply of its own waits to be taken. */
  public ServerConfig withoutReadingWhileWriting() {
    return new ServerConfig(transport, listen, stream, false, receiveBufferBytes, threads);
  }

  /** The same with a receive buffer of this size for each connection. */
  public ServerConfig withReceiveBufferBytes(int bytes) {
    return new ServerConfig(
        transport, listen, stream, readsWhileWriting, OptionalInt.of(bytes), threads);
  }

  /** The same with threads from elsewhere. */
  public ServerConfig withThreads(ThreadFactory factory) {
    return new ServerConfig(
        transport, listen, stream, readsWhileWriting, receiveBufferBytes, factory);
  }
}
