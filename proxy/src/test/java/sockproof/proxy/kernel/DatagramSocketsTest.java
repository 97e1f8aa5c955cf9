package sockproof.proxy.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatagramSocketsTest {
  @TempDir private Path directory;

  @Test
  void seesAnUdpSocketBeforeAndAfterItIsConnected() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    try (DatagramSockets sockets = new DatagramSockets();
        DatagramChannel socket = DatagramChannel.open().bind(any);
        DatagramChannel other = DatagramChannel.open().bind(any)) {
      int port = ((InetSocketAddress) socket.getLocalAddress()).getPort();
      SocketEntry bound = entry(sockets.udp(), port);
      assertFalse(sockets.isConnected(bound));
      assertTrue(DatagramSockets.heldBy(ProcessHandle.current().pid()).contains(bound.inode()));
      assertEquals(Set.of(), DatagramSockets.heldBy(Integer.MAX_VALUE));
      socket.connect(other.getLocalAddress());
      assertTrue(sockets.isConnected(entry(sockets.udp(), port)));
    }
  }

  @Test
  void seesAUnixSocketBeforeAndAfterItIsConnected() {
    SocketName own = SocketName.Unix.of(directory.resolve("own").toString());
    SocketName server = SocketName.Unix.of(directory.resolve("server").toString());
    try (DatagramSockets sockets = new DatagramSockets();
        KernelSocket socket = KernelSocket.openDatagram(own);
        KernelSocket other = KernelSocket.openDatagram(server)) {
      other.bind(server);
      socket.bind(own);
      assertFalse(sockets.isConnected(entry(sockets.unix(), own)));
      int _ = socket.connect(server);
      assertTrue(sockets.isConnected(entry(sockets.unix(), own)));
      assertFalse(sockets.isConnected(entry(sockets.unix(), server)));
    }
  }

  private static SocketEntry entry(List<SocketEntry> entries, int port) {
    return entries.stream()
        .filter(entry -> entry.local() instanceof SocketName.Inet name && name.port() == port)
        .findFirst()
        .orElseThrow();
  }

  private static SocketEntry entry(List<SocketEntry> entries, SocketName name) {
    return entries.stream().filter(entry -> entry.local().equals(name)).findFirst().orElseThrow();
  }
}
