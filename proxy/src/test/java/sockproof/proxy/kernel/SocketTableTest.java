package sockproof.proxy.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketTableTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::1", "::"})
  void seesATcpPortThatListens(String host) throws IOException {
    int port;
    try (ServerSocketChannel listener = ServerSocketChannel.open().bind(any(host))) {
      port = portOf(listener.getLocalAddress());
      assertTrue(SocketTable.isTcpListening(port));
      assertFalse(SocketTable.isUdpBound(port));
    }
    assertFalse(SocketTable.isTcpListening(port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::"})
  void aPortIsUsedAsLongAsAnythingIsLeftOfItsConnections(String host) throws IOException {
    int port;
    SocketChannel accepted;
    SocketChannel client;
    try (ServerSocketChannel listener = ServerSocketChannel.open().bind(any(host))) {
      port = portOf(listener.getLocalAddress());
      assertTrue(SocketTable.isTcpUsed(port));
      client = SocketChannel.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      accepted = listener.accept();
    }
    assertTrue(SocketTable.isTcpUsed(port)); // by a connection
    accepted.close(); // first, so that TIME-WAIT is on this side
    client.close();
    assertTrue(SocketTable.isTcpUsed(port)); // by TIME-WAIT
  }

  @Test
  void aPortThatNobodyHasIsNotUsed() {
    int port;
    try (KernelSocket bound = KernelSocket.openStream(loopback())) {
      bound.bind(loopback());
      port = ((SocketName.Inet) bound.localName()).port();
    }
    assertFalse(SocketTable.isTcpUsed(port));
  }

  @Test
  void aBoundTcpPortThatDoesNotListenIsNotReady() {
    try (KernelSocket bound = KernelSocket.openStream(loopback())) {
      bound.bind(loopback());
      assertFalse(SocketTable.isTcpListening(((SocketName.Inet) bound.localName()).port()));
    }
  }

  @Test
  void aConnectionCountsUntilItsResetHasArrived() throws IOException {
    try (ServerSocketChannel listener = ServerSocketChannel.open().bind(any("127.0.0.1"))) {
      int port = portOf(listener.getLocalAddress());
      assertEquals(0, SocketTable.tcpConnectionsOf(port));
      SocketChannel client = SocketChannel.open(listener.getLocalAddress());
      client.shutdownOutput();
      assertEquals(1, SocketTable.tcpConnectionsOf(port));
      client.setOption(StandardSocketOptions.SO_LINGER, 0);
      client.close();
      Awaitility.await().until(() -> SocketTable.tcpConnectionsOf(port) == 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void seesAUdpSocketItsRemoteAddressAndItsQueue(String host) throws IOException {
    int port;
    try (DatagramChannel socket = DatagramChannel.open().bind(any(host));
        DatagramChannel other = DatagramChannel.open().bind(any(host))) {
      port = portOf(socket.getLocalAddress());
      assertTrue(SocketTable.isUdpBound(port));
      assertEquals(Optional.empty(), SocketTable.udpRemote(port));
      assertEquals(OptionalLong.of(0), SocketTable.udpReceiveQueueBytes(port));
      other.send(ByteBuffer.wrap(new byte[10]), socket.getLocalAddress());
      assertTrue(SocketTable.udpReceiveQueueBytes(port).orElseThrow() >= 10);
      socket.receive(ByteBuffer.allocate(10));
      assertEquals(OptionalLong.of(0), SocketTable.udpReceiveQueueBytes(port));
      socket.connect(other.getLocalAddress());
      assertEquals(other.getLocalAddress(), SocketTable.udpRemote(port).orElseThrow().toJava());
      assertTrue(SocketTable.isUdpConnectedTo(portOf(other.getLocalAddress())));
      assertFalse(SocketTable.isUdpConnectedTo(port));
    }
    assertFalse(SocketTable.isUdpBound(port));
    assertEquals(OptionalLong.empty(), SocketTable.udpReceiveQueueBytes(port));
  }

  @Test
  void seesAUnixListener() throws IOException {
    Path path = directory.resolve("listener");
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(path));
      assertTrue(SocketTable.isUnixListening(path));
      assertFalse(SocketTable.isUnixDatagramBound(path));
      assertFalse(SocketTable.isUnixListening(directory.resolve("other")));
    }
    assertFalse(SocketTable.isUnixListening(path), "the file is still there, the listener is not");
  }

  @Test
  void seesAUnixDatagramSocket() {
    Path path = directory.resolve("datagrams");
    SocketName.Unix name = SocketName.Unix.of(path.toString());
    try (KernelSocket socket = KernelSocket.openDatagram(name)) {
      socket.bind(name);
      assertTrue(SocketTable.isUnixDatagramBound(path));
      assertFalse(SocketTable.isUnixListening(path));
    }
    assertFalse(SocketTable.isUnixDatagramBound(path));
  }

  @Test
  void listsWhatAProcessHolds() throws IOException {
    Path path = directory.resolve("listener");
    try (ServerSocketChannel tcp = ServerSocketChannel.open().bind(any("127.0.0.1"));
        DatagramChannel udp = DatagramChannel.open().bind(any("::1"));
        ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      unix.bind(UnixDomainSocketAddress.of(path));
      List<String> held =
          SocketTable.ofProcess(ProcessHandle.current().pid()).stream()
              .map(entry -> entry.kind() + " " + entry.local())
              .toList();
      assertTrue(
          held.contains("TCP [::ffff:7f00:1]:" + portOf(tcp.getLocalAddress()))
              || held.contains("TCP 127.0.0.1:" + portOf(tcp.getLocalAddress())),
          held::toString);
      assertTrue(held.contains("UDP [0:0:0:0:0:0:0:1]:" + portOf(udp.getLocalAddress())));
      assertTrue(held.contains("UNIX " + path));
    }
  }

  @Test
  void aProcessThatIsGoneHoldsNothing() {
    assertEquals(List.of(), SocketTable.ofProcess(Integer.MAX_VALUE));
  }

  private static SocketName.Inet loopback() {
    return SocketName.Inet.of(InetAddress.ofLiteral("127.0.0.1"), 0);
  }

  private static InetSocketAddress any(String host) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), 0);
  }

  private static int portOf(SocketAddress address) {
    return ((InetSocketAddress) address).getPort();
  }
}
