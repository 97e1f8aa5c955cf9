package sockproof.proxy.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A relay without faults changes nothing, whether it looks at the bytes or not. */
@Timeout(60)
class StreamRelayTest {
  @TempDir Path directory;

  static List<Arguments> everyWay() {
    List<Arguments> ways = new ArrayList<>();
    for (Peers.Network network : Peers.Network.values()) {
      for (RelayConfig.Recorded recorded : RelayConfig.Recorded.values()) {
        ways.add(Arguments.of(network, recorded));
      }
    }
    return ways;
  }

  static Stream<Arguments> everyTcpWay() {
    return everyWay().stream()
        .filter(way -> way.get()[0] == Peers.Network.TCP4 || way.get()[0] == Peers.Network.TCP6);
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void bytesAndHalfClosesPassInBothDirections(Peers.Network network, RelayConfig.Recorded recorded)
      throws IOException {
    try (Peers.Setup setup = setUp(network, recorded);
        Peers.Pair pair = setup.open()) {
      Peers.write(pair.client(), "hello");
      assertEquals("hello", Peers.read(pair.server(), 5));
      Peers.write(pair.server(), "HELLO");
      assertEquals("HELLO", Peers.read(pair.client(), 5));
      pair.client().shutdownOutput();
      assertEquals(-1, pair.server().read(ByteBuffer.allocate(1)));
      Peers.write(pair.server(), "after the half-close");
      pair.server().shutdownOutput();
      assertEquals("after the half-close", new String(Peers.readAll(pair.client()), US_ASCII));
      Awaitility.await().until(() -> setup.relay.connections() == 0);
    }
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void aServerMayEndFirst(Peers.Network network, RelayConfig.Recorded recorded) throws IOException {
    try (Peers.Setup setup = setUp(network, recorded);
        Peers.Pair pair = setup.open()) {
      Peers.write(pair.server(), "bye");
      pair.server().shutdownOutput();
      assertEquals("bye", new String(Peers.readAll(pair.client()), US_ASCII));
      Peers.write(pair.client(), "one more thing");
      pair.client().shutdownOutput();
      assertEquals("one more thing", new String(Peers.readAll(pair.server()), US_ASCII));
    }
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void whatIsWrittenBeforeTheEndArrives(Peers.Network network, RelayConfig.Recorded recorded)
      throws IOException {
    try (Peers.Setup setup = setUp(network, recorded)) {
      for (int i = 0; i < 200; i++) {
        try (SocketChannel client = setup.connect()) {
          Peers.write(client, "request " + i);
        }
        try (SocketChannel server = setup.server.accept()) {
          assertEquals("request " + i, new String(Peers.readAll(server), US_ASCII));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void muchPassesWhole(Peers.Network network, RelayConfig.Recorded recorded) throws Exception {
    byte[] sent = new byte[20 << 20];
    new Random(1).nextBytes(sent);
    try (Peers.Setup setup = setUp(network, recorded);
        Peers.Pair pair = setup.open()) {
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      Peers.write(pair.client(), sent);
                      pair.client().shutdownOutput();
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  });
      assertArrayEquals(sent, Peers.readAll(pair.server()));
      writer.join();
    }
  }

  @ParameterizedTest
  @MethodSource("everyTcpWay")
  void aResetByTheClientResetsTheServer(Peers.Network network, RelayConfig.Recorded recorded)
      throws IOException {
    try (Peers.Setup setup = setUp(network, recorded);
        Peers.Pair pair = setup.open()) {
      Peers.reset(pair.client());
      assertReset(pair.server());
    }
  }

  @ParameterizedTest
  @MethodSource("everyTcpWay")
  void aResetByTheServerResetsTheClientBehindWhatItSent(
      Peers.Network network, RelayConfig.Recorded recorded) throws IOException {
    try (Peers.Setup setup = setUp(network, recorded);
        Peers.Pair pair = setup.open()) {
      Peers.write(pair.server(), "last words");
      assertEquals("last words", Peers.read(pair.client(), 10));
      Peers.reset(pair.server());
      assertReset(pair.client());
    }
  }

  @ParameterizedTest
  @MethodSource("everyTcpWay")
  void aResetIsNoticedWhileNothingIsReadFromTheClient(
      Peers.Network network, RelayConfig.Recorded recorded) throws Exception {
    try (Peers.Setup setup = setUp(network, recorded);
        Peers.Pair pair = setup.open()) {
      fill(pair.client());
      Peers.reset(pair.client());
      Awaitility.await().until(() -> setup.relay.connections() == 0);
      assertThrows(IOException.class, () -> Peers.readAll(pair.server()));
    }
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void aServerThatGoesWhileItIsWrittenToIsNoticed(
      Peers.Network network, RelayConfig.Recorded recorded) throws Exception {
    try (Peers.Setup setup = setUp(network, recorded);
        Peers.Pair pair = setup.open()) {
      fill(pair.client());
      pair.server().close();
      pair.client().configureBlocking(true);
      assertThrows(
          IOException.class,
          () -> {
            while (true) {
              Peers.write(pair.client(), "x".repeat(100_000));
            }
          });
      Awaitility.await().until(() -> setup.relay.connections() == 0);
    }
  }

  @ParameterizedTest
  @MethodSource("everyTcpWay")
  void aServerThatIsNotThereResetsTheClient(Peers.Network network, RelayConfig.Recorded recorded)
      throws IOException {
    try (Peers.Setup setup = setUp(network, recorded)) {
      setup.server.close();
      try (SocketChannel client = setup.connect()) {
        assertReset(client);
      }
      String history = setup.relay.history().toString();
      assertTrue(history.contains("cannot connect to"), history);
      assertTrue(history.contains("connection refused"), history);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aUnixOrTcpClientOfAServerThatIsGoneIsClosed(Peers.Network network) throws IOException {
    try (Peers.Setup setup = Peers.setUp(network, directory)) {
      setup.server.close();
      try (SocketChannel client = setup.connect()) {
        int read;
        try {
          read = client.read(ByteBuffer.allocate(1));
        } catch (IOException e) {
          read = -1;
        }
        assertEquals(-1, read);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void aReaderThatNeverReadsHoldsTheWriterBack(Peers.Network network, RelayConfig.Recorded recorded)
      throws Exception {
    try (Peers.Setup setup = setUp(network, recorded);
        Peers.Pair pair = setup.open()) {
      pair.server().setOption(StandardSocketOptions.SO_RCVBUF, 64 * 1024);
      long taken = fill(pair.client());
      assertTrue(taken < 32 << 20, () -> taken + " bytes were taken for a reader that never reads");
      pair.client().configureBlocking(true);
      pair.client().shutdownOutput();
      assertEquals(taken, Peers.readAll(pair.server()).length);
    }
  }

  /** Writes until nothing is taken for a while, and gives the number of bytes taken. */
  static long fill(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    ByteBuffer chunk = ByteBuffer.allocateDirect(64 * 1024);
    long[] taken = {0};
    Awaitility.await()
        .during(Duration.ofMillis(150))
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              long before = taken[0];
              int written = 1;
              while (written > 0) {
                chunk.clear();
                written = channel.write(chunk);
                taken[0] += written;
              }
              return taken[0] == before;
            });
    return taken[0];
  }

  static void assertReset(SocketChannel channel) {
    IOException e =
        assertThrows(IOException.class, () -> channel.read(ByteBuffer.allocate(1)), "no RST came");
    assertTrue(String.valueOf(e.getMessage()).contains("reset"), e::toString);
  }

  private Peers.Setup setUp(Peers.Network network, RelayConfig.Recorded recorded)
      throws IOException {
    return Peers.setUp(network, directory, config -> config.withRecorded(recorded));
  }
}
