package sockproof.proxy.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.kernel.SockDiag;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.kernel.TcpSocket;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.trace.TraceEvent;

/** What faults on streams do to real sockets. */
@Timeout(60)
class StreamFaultsOnSocketsTest {
  @TempDir Path directory;

  @Test
  void aResetAfterSomeBytesResetsBothSides() throws IOException {
    try (Peers.Setup setup = setUp("reset: {to: client, after: 3}");
        Peers.Pair pair = setup.open()) {
      Peers.write(pair.server(), "abcdef");
      assertTrue("abc".startsWith(readSome(pair.client())));
      StreamRelayTest.assertReset(pair.server());
      Awaitility.await().until(() -> setup.relay.connections() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHalfCloseEndsOneDirectionOnly(Peers.Network network) throws IOException {
    try (Peers.Setup setup = setUp(network, "half-close: {to: client, after: 3}");
        Peers.Pair pair = setup.open()) {
      Peers.write(pair.server(), "abcdef");
      assertEquals("abc", new String(Peers.readAll(pair.client()), US_ASCII));
      Peers.write(pair.client(), "goes on");
      assertEquals("goes on", Peers.read(pair.server(), 7));
      pair.client().shutdownOutput();
      assertEquals(-1, pair.server().read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void aRefusedConnectionIsReset() throws IOException {
    try (Peers.Setup setup = setUp("slow-open: {refuse: true}");
        SocketChannel client = setup.connect()) {
      StreamRelayTest.assertReset(client);
      assertEquals(1, setup.relay.history().events(TraceEvent.Kind.REFUSED).size());
    }
  }

  @Test
  void aSlowOpenDelaysTheUpstreamConnectionAndKeepsWhatWasSent() throws IOException {
    try (Peers.Setup setup = setUp("slow-open: {delay: 100ms}");
        SocketChannel client = setup.connect()) {
      long before = System.nanoTime();
      Peers.write(client, "early");
      client.shutdownOutput();
      try (SocketChannel server = setup.server.accept()) {
        long waited = System.nanoTime() - before;
        assertTrue(waited > 80_000_000, () -> waited + " ns");
        assertEquals("early", new String(Peers.readAll(server), US_ASCII));
      }
    }
  }

  @Test
  void aClientThatResetsDuringASlowOpenNeedsNoServer() throws IOException {
    try (Peers.Setup setup = setUp("slow-open: {delay: 1h}")) {
      Peers.reset(setup.connect());
      Awaitility.await()
          .until(() -> !setup.relay.history().events(TraceEvent.Kind.RESET_RECEIVED).isEmpty());
      assertEquals(0, setup.relay.connections());
    }
  }

  @Test
  void backpressureLeavesTheSenderWithLittleRoom() throws IOException {
    try (Peers.Setup wide = setUp("backpressure: {to: server, read: never}");
        Peers.Setup narrow = setUp("backpressure: {to: server, window: 2KiB, read: never}");
        Peers.Pair through = wide.open();
        Peers.Pair into = narrow.open()) {
      long wideBytes = fill(through.client());
      long narrowBytes = fill(into.client());
      assertTrue(
          narrowBytes * 3 < wideBytes, () -> narrowBytes + " instead of " + wideBytes + " bytes");
    }
  }

  /** With a send buffer of a fixed size, what differs is the window. */
  private static long fill(SocketChannel client) throws IOException {
    client.setOption(StandardSocketOptions.SO_SNDBUF, 4096);
    return StreamRelayTest.fill(client);
  }

  @Test
  void backpressureThatReadsSlowlyDeliversEverything() throws IOException {
    try (Peers.Setup setup = setUp("backpressure: {to: server, window: 4KiB, read: 1MiB/s}");
        Peers.Pair pair = setup.open()) {
      Thread writer = Thread.ofPlatform().start(() -> writeAndEnd(pair.client(), 300_000));
      assertEquals(300_000, Peers.readAll(pair.server()).length);
      writer.interrupt();
    }
  }

  private static void writeAndEnd(SocketChannel channel, int size) {
    try {
      Peers.write(channel, new byte[size]);
      channel.shutdownOutput();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyPieceIsASegmentOfItsOwnEvenWithoutAPause() throws IOException {
    try (Peers.Setup setup = setUp("fragment: {to: client, every: 1, pace: none}");
        Peers.Pair pair = setup.open();
        SockDiag diag = new SockDiag()) {
      Peers.write(pair.server(), "twenty small letters");
      assertEquals("twenty small letters", Peers.read(pair.client(), 20));
      TcpSocket client =
          diag.tcp(name(pair.client().getLocalAddress()), name(pair.client().getRemoteAddress()));
      assertNotNull(client);
      // Where the machine is so busy that an acknowledgement is late, TCP repeats a segment.
      assertTrue(client.receivedSegments() >= 20, client::toString);
    }
  }

  @Test
  void aStalledConnectionStillNoticesAReset() throws IOException {
    try (Peers.Setup setup = setUp("stall: {to: client, after: 1, for: forever}");
        Peers.Pair pair = setup.open()) {
      Peers.write(pair.server(), "abc");
      assertEquals("a", readSome(pair.client()));
      Peers.reset(pair.client());
      StreamRelayTest.assertReset(pair.server());
      Awaitility.await().until(() -> setup.relay.connections() == 0);
    }
  }

  @Test
  void aLatencyKeepsTheOrderOfBytesAndEnd() throws IOException {
    try (Peers.Setup setup = setUp("latency: {delay: 1ms, jitter: 1ms}");
        Peers.Pair pair = setup.open()) {
      StringBuilder sent = new StringBuilder();
      for (int i = 0; i < 200; i++) {
        Peers.write(pair.client(), i + ",");
        sent.append(i).append(',');
      }
      pair.client().shutdownOutput();
      assertEquals(sent.toString(), new String(Peers.readAll(pair.server()), US_ASCII));
    }
  }

  @Test
  void aReceiverThatLeavesInLockstepEndsTheConnection() throws IOException {
    try (Peers.Setup setup = setUp("fragment: {to: client, every: 1}");
        Peers.Pair pair = setup.open()) {
      Peers.write(pair.server(), "abc");
      assertEquals("a", readSome(pair.client()));
      pair.client().close();
      Awaitility.await().until(() -> setup.relay.connections() == 0);
      assertFalse(setup.relay.history().events(TraceEvent.Kind.CLOSED).isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLastWordsOfAServerThatResetsStillArrive(RelayConfig.Recorded recorded)
      throws IOException {
    for (String faults : List.of("[]", "fragment: {to: server, every: 100}")) {
      try (Peers.Setup setup =
          Peers.setUp(
              Peers.Network.TCP4,
              directory,
              config -> config.withPlan(plan(faults)).withRecorded(recorded))) {
        for (int i = 0; i < 100; i++) {
          try (Peers.Pair pair = setup.open()) {
            Peers.write(pair.server(), "last words");
            Peers.reset(pair.server());
            assertEquals("last words", Peers.read(pair.client(), 10));
            StreamRelayTest.assertReset(pair.client());
          }
        }
      }
    }
  }

  @Test
  void theHistoryTellsTheDirections() throws IOException {
    try (Peers.Setup setup = setUp("[]");
        Peers.Pair pair = setup.open()) {
      Peers.write(pair.client(), "ping");
      assertEquals("ping", Peers.read(pair.server(), 4));
      pair.client().shutdownOutput();
      pair.server().shutdownOutput();
      Awaitility.await().until(() -> setup.relay.connections() == 0);
      List<TraceEvent> delivered = setup.relay.history().events(TraceEvent.Kind.DELIVERED);
      assertEquals(1, delivered.size());
      assertEquals(Direction.TO_SERVER, delivered.getFirst().direction());
      assertEquals(2, setup.relay.history().events(TraceEvent.Kind.FIN_DELIVERED).size());
    }
  }

  private static String readSome(SocketChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(100);
    channel.read(buffer);
    return new String(buffer.array(), 0, buffer.position(), US_ASCII);
  }

  private static SocketName.Inet name(SocketAddress address) {
    InetSocketAddress inet = (InetSocketAddress) address;
    return SocketName.Inet.of(inet.getAddress(), inet.getPort());
  }

  private Peers.Setup setUp(String faults) throws IOException {
    return setUp(Peers.Network.TCP4, faults);
  }

  private Peers.Setup setUp(Peers.Network network, String faults) throws IOException {
    return Peers.setUp(network, directory, config -> config.withPlan(plan(faults)));
  }

  private static Plan plan(String faults) {
    return PlanReader.parse(faults, "test", Medium.TCP, new Framing.None());
  }
}
