package sockproof.reference.mutant;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One UDP socket of plain Java, which a test uses as a server, a client or a forger. */
final class UdpPeer implements AutoCloseable {
  /** What the peer got when nothing came in time. */
  static final String NOTHING = "(nothing)";

  private final DatagramSocket socket;
  private InetSocketAddress lastSource = new InetSocketAddress(0);

  private UdpPeer(String host, int port) throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(host), port));
  }

  static UdpPeer at(String host) throws IOException {
    return new UdpPeer(host, 0);
  }

  static UdpPeer at(String host, int port) throws IOException {
    return new UdpPeer(host, port);
  }

  int port() {
    return socket.getLocalPort();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** The next datagram, which has to come. */
  String receive() throws IOException {
    String text = receiveWithin(Duration.ofSeconds(10));
    if (text.equals(NOTHING)) {
      throw new AssertionError("no datagram came");
    }
    return text;
  }

  /** The next datagram, or {@link #NOTHING}. */
  String receiveWithin(Duration wait) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    socket.setSoTimeout((int) wait.toMillis());
    try {
      socket.receive(packet);
    } catch (SocketTimeoutException e) {
      return NOTHING;
    }
    lastSource = (InetSocketAddress) packet.getSocketAddress();
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
  }

  /** Who sent the datagram that came last. */
  InetSocketAddress lastSource() {
    return lastSource;
  }

  void send(String text, SocketAddress to) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    socket.send(new DatagramPacket(bytes, bytes.length, to));
  }

  /** Answers whoever sent the last datagram. */
  void reply(String text) throws IOException {
    send(text, lastSource);
  }

  @Override
  public void close() {
    socket.close();
  }
}
