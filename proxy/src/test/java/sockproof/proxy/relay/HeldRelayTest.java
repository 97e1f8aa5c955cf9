package sockproof.proxy.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.hold.DatagramCommand;
import sockproof.proxy.core.hold.DatagramView;
import sockproof.proxy.core.hold.HoldCommand;
import sockproof.proxy.core.hold.HoldException;
import sockproof.proxy.core.hold.StreamCommand;
import sockproof.proxy.core.hold.StreamView;
import sockproof.proxy.kernel.Receiver;
import sockproof.proxy.kernel.SockDiag;
import sockproof.proxy.kernel.SocketEntry;
import sockproof.proxy.plan.Endpoint;

/** What is held on real sockets passes when it is released, and not before. */
class HeldRelayTest {
  private static final Direction TO_CLIENT = Direction.TO_CLIENT;
  private static final Direction TO_SERVER = Direction.TO_SERVER;

  @TempDir Path directory;

  /** Remembers what it is told. */
  private static final class Desk implements HoldDesk {
    final List<HeldConnection> opened = new CopyOnWriteArrayList<>();
    final List<HeldConnection> closed = new CopyOnWriteArrayList<>();

    @Override
    public void opened(HeldConnection connection) {
      opened.add(connection);
    }

    @Override
    public void changed(HeldConnection connection) {}

    @Override
    public void closed(HeldConnection connection) {
      closed.add(connection);
    }

    HeldConnection first() {
      await().until(() -> !opened.isEmpty());
      return opened.getFirst();
    }
  }

  private static String waiting(HeldConnection connection, Direction direction) {
    return new String(((StreamView) connection.view(direction)).waiting().toArray(), US_ASCII);
  }

  private static String read(SocketChannel channel) throws Exception {
    ByteBuffer buffer = ByteBuffer.allocate(100);
    int count = channel.read(buffer);
    return count < 0 ? "FIN" : new String(buffer.array(), 0, count, US_ASCII);
  }

  private static String receive(DatagramSocket socket) throws Exception {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), US_ASCII);
  }

  private static Peers.Setup held(Peers.Network network, Path directory, Desk desk)
      throws Exception {
    return Peers.setUpWith(network, directory, config -> Relay.startHeld(config, desk));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TCP4", "TCP6", "UNIX"})
  void aStreamIsReleasedPieceByPiece(Peers.Network network) throws Exception {
    Desk desk = new Desk();
    try (Peers.Setup setup = held(network, directory, desk);
        Peers.Pair pair = setup.open()) {
      HeldConnection connection = desk.first();
      Peers.write(pair.client(), "hello\n");
      await().until(() -> waiting(connection, TO_SERVER).equals("hello\n"));
      connection.apply(TO_SERVER, new StreamCommand.Cut(2)).join();
      connection.apply(TO_SERVER, new StreamCommand.ReleaseAll()).join();
      assertEquals("he", read(pair.server()));
      assertEquals("llo\n", read(pair.server()));

      connection.apply(TO_CLIENT, new HoldCommand.Hold(false)).join();
      Peers.write(pair.server(), "HELLO\n");
      assertEquals("HELLO\n", read(pair.client()));

      connection.apply(TO_CLIENT, new StreamCommand.HalfClose()).join();
      assertEquals("FIN", read(pair.client()));
      CompletionException refused =
          assertThrows(
              CompletionException.class,
              () -> connection.apply(TO_CLIENT, new StreamCommand.Coalesce()).join());
      assertInstanceOf(HoldException.class, refused.getCause());
      setup.relay.close();
      await().until(() -> desk.closed.equals(List.of(connection)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TCP4", "TCP6", "UNIX"})
  void theReceiversQueueIsSeen(Peers.Network network) throws Exception {
    Desk desk = new Desk();
    try (Peers.Setup setup = held(network, directory, desk);
        Peers.Pair pair = setup.open();
        SockDiag diag = new SockDiag()) {
      HeldConnection connection = desk.first();
      HeldConnection.Side side = connection.side(TO_CLIENT);
      Receiver receiver =
          new Receiver(
              network == Peers.Network.UNIX ? SocketEntry.Kind.UNIX : SocketEntry.Kind.TCP,
              side.local(),
              side.remote(),
              side.inode());
      connection.apply(TO_CLIENT, new StreamCommand.Forge(0, Bytes.utf8("HELLO"))).join();
      assertEquals(OptionalLong.of(0), receiver.look(diag).unreadBytes());
      connection.apply(TO_CLIENT, new StreamCommand.ReleaseAll()).join();
      await().until(() -> receiver.look(diag).unreadBytes().equals(OptionalLong.of(5)));
      assertEquals("HELLO", read(pair.client()));
      assertEquals(OptionalLong.of(0), receiver.look(diag).unreadBytes());
    }
  }

  @Test
  void datagramsAreReorderedAndForged() throws Exception {
    Desk desk = new Desk();
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (DatagramSocket server = new DatagramSocket(0, loopback);
        DatagramSocket client = new DatagramSocket(0, loopback);
        SockDiag diag = new SockDiag();
        Relay relay =
            Relay.startHeld(
                RelayConfig.between(
                    new Endpoint.Udp("127.0.0.1", 0),
                    new Endpoint.Udp("127.0.0.1", server.getLocalPort())),
                desk)) {
      int port = ((Endpoint.Udp) relay.listenEndpoint()).port();
      for (String payload : List.of("a", "b")) {
        client.send(
            new DatagramPacket(payload.getBytes(US_ASCII), payload.length(), loopback, port));
      }
      HeldConnection session = desk.first();
      await().until(() -> ((DatagramView) session.view(TO_SERVER)).waiting().size() == 2);
      session.apply(TO_SERVER, new DatagramCommand.Move(2, 0)).join();
      session.apply(TO_SERVER, new DatagramCommand.ReleaseAll()).join();
      assertEquals("b", receive(server));
      assertEquals("a", receive(server));

      HeldConnection.Side side = session.side(TO_CLIENT);
      Receiver receiver =
          new Receiver(SocketEntry.Kind.UDP, side.local(), side.remote(), side.inode());
      assertEquals(OptionalLong.of(0), receiver.look(diag).unreadBytes());
      DatagramCommand.Forge forged =
          new DatagramCommand.Forge(Bytes.utf8("EVIL"), new Datagram.Source.OtherPort(), 0);
      session.apply(TO_CLIENT, forged).join();
      session.apply(TO_CLIENT, new DatagramCommand.Release(1)).join();
      await().until(() -> receiver.look(diag).unreadBytes().orElse(0) > 0);
      assertEquals("EVIL", receive(client));
    }
  }

  @Test
  void aUnixStreamCannotBeReset() throws Exception {
    Desk desk = new Desk();
    try (Peers.Setup setup = held(Peers.Network.UNIX, directory, desk);
        Peers.Pair pair = setup.open()) {
      HeldConnection connection = desk.first();
      CompletionException refused =
          assertThrows(
              CompletionException.class,
              () -> connection.apply(TO_CLIENT, new StreamCommand.Reset()).join());
      assertEquals(
          "Unix sockets have no reset; half-close instead",
          Objects.requireNonNull(refused.getCause()).getMessage());
      Peers.write(pair.client(), "still open");
      await().until(() -> waiting(connection, TO_SERVER).equals("still open"));
    }
  }
}
