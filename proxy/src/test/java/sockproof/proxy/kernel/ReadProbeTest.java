package sockproof.proxy.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ReadProbeTest {
  private static final int CONNECTIONS = 250;
  private static final int PIECES = 10;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void tellsUnreadFromRead(SocketPairs.Kind kind) throws IOException {
    try (SocketPairs.Pair pair = SocketPairs.connect(kind, directory);
        SockDiag diag = new SockDiag();
        ReadProbe probe = ReadProbe.of(pair.sender(), diag);
        Arena arena = Arena.ofConfined()) {
      assertEquals(ReadProbe.Answer.READ, await(probe, 0));
      assertEquals(5, pair.sender().send(arena.allocateFrom("hello"), 5));
      for (int i = 0; i < 100; i++) {
        assertEquals(ReadProbe.Answer.UNREAD, probe.ask(5, System.nanoTime()));
      }
      ByteBuffer part = ByteBuffer.allocate(4);
      assertEquals(4, pair.reader().read(part));
      for (int i = 0; i < 100; i++) {
        assertEquals(ReadProbe.Answer.UNREAD, probe.ask(5, System.nanoTime()));
      }
      assertEquals(1, pair.reader().read(ByteBuffer.allocate(4)));
      assertEquals(ReadProbe.Answer.READ, await(probe, 5));
    }
  }

  @ParameterizedTest
  @EnumSource
  void bytesThatHaveNotArrivedAreUnread(SocketPairs.Kind kind) throws IOException {
    if (kind == SocketPairs.Kind.UNIX) {
      return; // A Unix socket's bytes have arrived when they are sent.
    }
    try (SocketPairs.Pair pair = SocketPairs.connect(kind, directory);
        SockDiag diag = new SockDiag();
        ReadProbe probe = ReadProbe.of(pair.sender(), diag)) {
      assertEquals(ReadProbe.Answer.UNREAD, probe.ask(1, System.nanoTime()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReceiverThatIsGoneWillReadNoMore(SocketPairs.Kind kind) throws IOException {
    try (SocketPairs.Pair pair = SocketPairs.connect(kind, directory);
        SockDiag diag = new SockDiag();
        ReadProbe probe = ReadProbe.of(pair.sender(), diag)) {
      assertEquals(ReadProbe.Answer.READ, await(probe, 0));
      pair.reader().close();
      assertEquals(ReadProbe.Answer.GONE, await(probe, 7));
    }
  }

  @Test
  void aReceiverThatResetTheConnectionIsGone() throws IOException {
    try (SocketPairs.Pair pair = SocketPairs.connect(SocketPairs.Kind.TCP4, directory);
        SockDiag diag = new SockDiag()) {
      pair.reader().setOption(StandardSocketOptions.SO_LINGER, 0);
      pair.reader().close();
      Awaitility.await().until(() -> pair.sender().takeError() == Errno.ECONNRESET.number());
      try (ReadProbe probe = ReadProbe.of(pair.sender(), diag)) {
        assertEquals(ReadProbe.Answer.GONE, probe.ask(0, System.nanoTime()));
      }
    }
  }

  @Test
  void aReceiverThatIsNotInTheTableIsUnknown() throws IOException {
    try (SockDiag diag = new SockDiag()) {
      SocketName.Inet nowhere = SocketName.Inet.of(InetAddress.ofLiteral("192.0.2.1"), 7);
      ReadProbe probe = new TcpReadProbe(diag, nowhere, nowhere.withPort(9));
      assertEquals(ReadProbe.Answer.UNKNOWN, probe.ask(0, System.nanoTime()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void noTwoPiecesMeetInOneRead(SocketPairs.Kind kind) throws Exception {
    List<Callable<List<String>>> work = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      SplittableRandom random = new SplittableRandom(i);
      work.add(() -> faultsOfOneConnection(kind, random));
    }
    List<String> faults = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(32)) {
      for (Future<List<String>> done : threads.invokeAll(work)) {
        faults.addAll(done.get());
      }
    }
    assertEquals(List.of(), faults);
  }

  private List<String> faultsOfOneConnection(SocketPairs.Kind kind, SplittableRandom random)
      throws Exception {
    List<String> faults = new ArrayList<>();
    int[] sizes = new int[PIECES];
    for (int i = 0; i < PIECES; i++) {
      sizes[i] = random.nextInt(1, 300);
    }
    boolean dawdles = random.nextBoolean();
    try (SocketPairs.Pair pair = connectOneAtATime(kind);
        SockDiag diag = new SockDiag();
        ReadProbe probe = ReadProbe.of(pair.sender(), diag)) {
      Thread sender =
          Thread.ofPlatform()
              .start(
                  () -> {
                    MemorySegment bytes = Arena.ofAuto().allocate(300);
                    long sent = 0;
                    for (int size : sizes) {
                      await(probe, sent);
                      sent += pair.sender().send(bytes, size);
                    }
                  });
      for (int i = 0; i < PIECES; i++) {
        if (dawdles) {
          LockSupport.parkNanos(random.nextInt(3_000_000));
        }
        int read = pair.reader().read(ByteBuffer.allocateDirect(4096));
        if (read != sizes[i]) {
          faults.add(kind + " piece " + i + ": sent " + sizes[i] + ", read " + read);
          break;
        }
      }
      pair.reader().close();
      sender.join();
    }
    return faults;
  }

  private synchronized SocketPairs.Pair connectOneAtATime(SocketPairs.Kind kind)
      throws IOException {
    return SocketPairs.connect(kind, directory);
  }

  private static ReadProbe.Answer await(ReadProbe probe, long sentBytes) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    ReadProbe.Answer answer = probe.ask(sentBytes, System.nanoTime());
    while (answer == ReadProbe.Answer.UNREAD) {
      assertTrue(System.nanoTime() < deadline, "never read");
      LockSupport.parkNanos(20_000);
      answer = probe.ask(sentBytes, System.nanoTime());
    }
    return answer;
  }
}
