package sockproof.proxy.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sockproof.proxy.core.Direction;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.trace.Meter;

/** A pump reads when it was told that there is something, and not for anything else. */
final class PumpTest {
  private final Arena arena = Arena.ofAuto();
  private ServerSocketChannel listener;
  private EdgeSocket source;
  private EdgeSocket sink;
  private SocketChannel sender;
  private SocketChannel receiver;
  private Pump pump;

  @BeforeEach
  void connect() throws IOException {
    listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    source = edge();
    sender = listener.accept();
    sink = edge();
    receiver = listener.accept();
    pump = new Pump(source, sink, 0, arena.allocate(1 << 20), new Meter(), Direction.TO_SERVER);
  }

  private EdgeSocket edge() throws IOException {
    int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
    SocketName name = SocketName.Inet.of(InetAddress.getLoopbackAddress(), port);
    KernelSocket socket = KernelSocket.openStream(name);
    socket.connect(name);
    return new EdgeSocket(socket, name, (_, _) -> {});
  }

  @AfterEach
  void close() throws IOException {
    source.close();
    sink.close();
    sender.close();
    receiver.close();
    listener.close();
  }

  @Test
  void roomToWriteIsNothingToRead() throws IOException {
    sender.write(ByteBuffer.wrap(new byte[5]));
    pump.sourceReady(EdgeSocket.WRITABLE);
    assertEquals(Pump.Turn.WAIT, pump.turn(false));
    assertEquals(0, pump.receivedBytes());
    Awaitility.await()
        .until(
            () -> {
              pump.sourceReady(EdgeSocket.WRITABLE | EdgeSocket.READABLE);
              return pump.turn(false) == Pump.Turn.WAIT && pump.receivedBytes() == 5;
            });
    assertEquals(5, receiver.read(ByteBuffer.allocate(100)));
  }

  @Test
  void theEndIsReadWhereOnlyTheEndWasTold() throws IOException {
    sender.shutdownOutput();
    Awaitility.await()
        .until(
            () -> {
              pump.sourceReady(EdgeSocket.PEER_SHUT_DOWN);
              return pump.turn(false) == Pump.Turn.FINISHED;
            });
    assertEquals(-1, receiver.read(ByteBuffer.allocate(100)));
  }

  /** The kernel tells of both at once, and a read tells of the FIN as long as anybody asks. */
  @Test
  void aResetRightBehindTheEndIsAReset() throws IOException {
    sender.shutdownOutput();
    sender.setOption(StandardSocketOptions.SO_LINGER, 0);
    sender.close();
    int port = ((SocketName.Inet) source.socket().localName()).port();
    // A socket that was reset leaves the table; see proc_net_tcp in the kernel's documentation.
    String entry = ": 0100007F:%04X ".formatted(port);
    Awaitility.await().until(() -> !Files.readString(Path.of("/proc/net/tcp")).contains(entry));
    pump.sourceReady(EdgeSocket.PEER_SHUT_DOWN | EdgeSocket.ERROR | EdgeSocket.HANG_UP);
    assertEquals(Pump.Turn.SENDER_RESET, pump.turn(false));
  }
}
