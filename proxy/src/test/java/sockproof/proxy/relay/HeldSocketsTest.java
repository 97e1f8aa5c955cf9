package sockproof.proxy.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sockproof.proxy.plan.Endpoint;

/** Others may hold the relay's sockets, as a process that is just being started does. */
@Timeout(30)
class HeldSocketsTest {
  private static final MethodHandle DUP = libc("dup");
  private static final MethodHandle CLOSE = libc("close");

  private static MethodHandle libc(String name) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }

  @Test
  void aResetDoesNotWaitForThem() throws Throwable {
    InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    List<Integer> copies = new ArrayList<>();
    try (ServerSocketChannel upstream = ServerSocketChannel.open().bind(any)) {
      int port = ((InetSocketAddress) upstream.getLocalAddress()).getPort();
      Relay relay =
          Relay.start(
              RelayConfig.between(
                  new Endpoint.Tcp("127.0.0.1", 0), new Endpoint.Tcp("127.0.0.1", port)));
      Endpoint.Tcp listen = (Endpoint.Tcp) relay.listenEndpoint();
      try (SocketChannel client =
              SocketChannel.open(new InetSocketAddress(any.getAddress(), listen.port()));
          SocketChannel server = upstream.accept()) {
        client.write(ByteBuffer.allocate(1));
        assertEquals(1, server.read(ByteBuffer.allocate(1)));
        for (int socket : sockets()) {
          copies.add((int) DUP.invokeExact(socket));
        }
        relay.close();
        assertThrows(IOException.class, () -> client.read(ByteBuffer.allocate(1)));
        assertThrows(IOException.class, () -> server.read(ByteBuffer.allocate(1)));
      }
    } finally {
      for (int copy : copies) {
        assertEquals(0, (int) CLOSE.invokeExact(copy));
      }
    }
  }

  private static List<Integer> sockets() throws IOException {
    List<Integer> sockets = new ArrayList<>();
    List<Path> descriptors;
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      descriptors = all.toList();
    }
    for (Path descriptor : descriptors) {
      // The listing itself had one that is gone by now.
      if (Files.isSymbolicLink(descriptor)
          && Files.readSymbolicLink(descriptor).toString().startsWith("socket:")) {
        sockets.add(Integer.parseInt(descriptor.getFileName().toString()));
      }
    }
    return sockets;
  }
}
