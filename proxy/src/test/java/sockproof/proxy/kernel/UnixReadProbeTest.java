package sockproof.proxy.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UnixReadProbeTest {
  private static final long A_WHILE_NANOS = 2_000_000;

  @TempDir Path directory;

  @Test
  void whereThePeerCannotBeAskedTheQueueMustStayEmptyForAWhile() throws IOException {
    try (SocketPairs.Pair pair = SocketPairs.connect(SocketPairs.Kind.UNIX, directory);
        ReadProbe probe = new UnixReadProbe(pair.sender(), () -> null, () -> 7);
        Arena arena = Arena.ofConfined()) {
      assertEquals(ReadProbe.Answer.UNREAD, probe.ask(0, 0), "empty, but only just");
      assertEquals(ReadProbe.Answer.UNREAD, probe.ask(0, 1000));
      assertEquals(ReadProbe.Answer.READ, probe.ask(0, A_WHILE_NANOS));
      pair.sender().send(arena.allocateFrom("x"), 1);
      assertEquals(ReadProbe.Answer.UNREAD, probe.ask(1, 2 * A_WHILE_NANOS));
      assertEquals(1, pair.reader().read(ByteBuffer.allocate(1)));
      assertEquals(ReadProbe.Answer.UNREAD, probe.ask(1, 3 * A_WHILE_NANOS), "the wait is new");
      assertEquals(ReadProbe.Answer.READ, probe.ask(1, 4 * A_WHILE_NANOS));
    }
  }

  @Test
  void anEmptyQueueIsNoProofWhileThePeerSeesSomethingElse() throws IOException {
    Deque<UnixReadProbe.Peer.Look> looks =
        new ArrayDeque<>(
            List.of(
                UnixReadProbe.Peer.Look.SOMETHING_TO_READ,
                UnixReadProbe.Peer.Look.LOST,
                UnixReadProbe.Peer.Look.NOTHING_TO_READ));
    UnixReadProbe.Peer scripted =
        new UnixReadProbe.Peer() {
          @Override
          public UnixReadProbe.Peer.Look look() {
            return looks.remove();
          }

          @Override
          public void close() {}
        };
    try (SocketPairs.Pair pair = SocketPairs.connect(SocketPairs.Kind.UNIX, directory);
        ReadProbe probe = new UnixReadProbe(pair.sender(), () -> scripted, () -> 0)) {
      assertEquals(ReadProbe.Answer.UNREAD, probe.ask(0, 0), "the peer has something");
      assertEquals(ReadProbe.Answer.UNREAD, probe.ask(0, A_WHILE_NANOS), "the peer was lost");
      assertEquals(ReadProbe.Answer.READ, probe.ask(0, A_WHILE_NANOS + 1), "and found again");
    }
  }

  /** Reads one byte for every line on standard input, and says so. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] args) throws IOException {
      try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        socket.connect(UnixDomainSocketAddress.of(args[0]));
        while (System.in.read() == '\n') {
          System.out.println(socket.read(ByteBuffer.allocate(1)));
        }
      }
    }
  }

  @Test
  void aPeerInAnotherProcessIsFoundAndLooksAsItDoesFromInside() throws Exception {
    SocketName.Unix name = SocketName.Unix.of(directory.resolve("listener").toString());
    try (KernelSocket listener = KernelSocket.openStream(name);
        SockDiag diag = new SockDiag();
        Arena arena = Arena.ofConfined()) {
      listener.bind(name);
      listener.listen(1);
      Process process = startReader(name);
      try (BufferedReader out = process.inputReader();
          OutputStream in = process.getOutputStream();
          KernelSocket accepted = accept(listener)) {
        UnixPeer peer = UnixPeer.find(accepted, diag);
        assertNotNull(peer);
        assertEquals(UnixReadProbe.Peer.Look.NOTHING_TO_READ, peer.look());
        accepted.send(arena.allocateFrom("ab"), 2);
        assertEquals(UnixReadProbe.Peer.Look.SOMETHING_TO_READ, peer.look());
        readOne(in, out);
        assertEquals(UnixReadProbe.Peer.Look.SOMETHING_TO_READ, peer.look());
        readOne(in, out);
        assertEquals(UnixReadProbe.Peer.Look.NOTHING_TO_READ, peer.look());

        process.destroyForcibly().waitFor();
        assertEquals(UnixReadProbe.Peer.Look.LOST, peer.look());
        assertNull(UnixPeer.find(accepted, diag), "there is no peer any more");
        assertEquals(0, accepted.receive(arena.allocate(1), 1), "our looks kept nothing open");
        peer.close();
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static Process startReader(SocketName.Unix name) throws IOException {
    return new ProcessBuilder(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName(),
                name.toString()))
        .start();
  }

  private static void readOne(OutputStream in, BufferedReader out) throws IOException {
    in.write("\n".getBytes(UTF_8));
    in.flush();
    assertEquals("1", out.readLine());
  }

  private static KernelSocket accept(KernelSocket listener) {
    int[] fd = {-1};
    Awaitility.await()
        .until(
            () -> {
              fd[0] = listener.accept();
              return fd[0] >= 0;
            });
    return KernelSocket.adopt(fd[0]);
  }
}
