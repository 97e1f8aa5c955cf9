package sockproof.proxy.relay;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;

/**
 * A fault is removed while much traffic is stuck behind it, or none: that never hangs, and what was
 * stuck arrives whole and in order.
 */
@Timeout(60)
class FaultRemovalTest {
  private static final int SIZE = 4 << 20;
  private static final int ENOUGH = 64 << 10;
  private static final Duration AT_MOST = Duration.ofSeconds(5);
  private static final int DATAGRAMS = 100;

  @TempDir private Path folder;

  /** What the receiver does until the fault is removed. */
  enum Reader {
    READS,
    DOES_NOT_READ,
    HAS_NOTHING_TO_READ
  }

  static List<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (String fault :
        List.of(
            "latency: {delay: 1h}",
            "latency: {delay: 1ms, jitter: 1ms}",
            "stall",
            "stall: {after: 100000}",
            "bandwidth: {rate: 1000}",
            "bandwidth: {rate: 1MiB/s}",
            "coalesce: {hold: 1h}",
            "coalesce: {bytes: 512KiB}",
            "fragment: {every: 1000}",
            "fragment: {every: 100000, pace: 1h}",
            "fragment: {every: 7, pace: none}",
            "slow-close: {delay: 1h}",
            "slow-open: {delay: 1ms}",
            "backpressure: {read: never}",
            "backpressure: {window: 4KiB, read: 1000}",
            "[{latency: {delay: 1ms}}, {fragment: {every: 999}}, {stall: {after: 200000}}]")) {
      for (Reader reader : Reader.values()) {
        cases.add(Arguments.of(fault, reader));
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void onAStreamEveryByteArrives(String fault, Reader reader) throws Exception {
    byte[] sent = new byte[SIZE];
    new Random(3).nextBytes(sent);
    Plan plan = PlanReader.parse(fault, "test", Medium.TCP, new Framing.None());
    try (Peers.Setup setup =
            Peers.setUp(
                Peers.Network.TCP4,
                folder,
                config ->
                    config
                        .withRecorded(RelayConfig.Recorded.FAULTS_AND_ERRORS)
                        .withMaxHistoryEvents(0)
                        .withPlan(plan));
        Peers.Pair pair = setup.open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<byte[]> read = new CompletableFuture<>();
      if (reader == Reader.READS) {
        read.completeAsync(() -> readAll(pair.server()), threads);
      }
      CompletableFuture<Integer> written = new CompletableFuture<>();
      if (reader == Reader.HAS_NOTHING_TO_READ) {
        remove(setup.relay);
        written.completeAsync(() -> write(pair.client(), sent), threads);
      } else {
        written.completeAsync(() -> write(pair.client(), sent), threads);
        if (!fault.contains("read")) {
          await().until(() -> setup.relay.traffic().toServer().receivedBytes() >= ENOUGH);
        }
        remove(setup.relay);
      }
      if (reader != Reader.READS) {
        read.completeAsync(() -> readAll(pair.server()), threads);
      }
      assertArrayEquals(sent, read.get());
      assertEquals(SIZE, written.get());
      pair.server().shutdownOutput();
      assertEquals(-1, pair.client().read(ByteBuffer.allocate(1)));
      await().until(() -> setup.relay.connections() == 0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          latency: {delay: 1h}              | true
          bandwidth: {rate: 1}              | true
          reorder: {by: 1000}               | false
          reorder: {delay: 1h}              | false
          [{latency: {delay: 1h}}, {pad: {to: 1}}] | true
          """)
  void ofDatagramsEachArrives(String fault, boolean inOrder) throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    Plan plan = PlanReader.parse(fault, "test", Medium.UDP, new Framing.None());
    try (DatagramSocket server = new DatagramSocket(0, loopback);
        DatagramSocket client = new DatagramSocket(0, loopback);
        Relay relay =
            Relay.start(
                RelayConfig.between(
                        new Endpoint.Udp("127.0.0.1", 0),
                        new Endpoint.Udp("127.0.0.1", server.getLocalPort()))
                    .withPlan(plan))) {
      server.setSoTimeout((int) AT_MOST.toMillis());
      for (int i = 0; i < DATAGRAMS; i++) {
        byte[] payload = new byte[] {(byte) i};
        client.send(new DatagramPacket(payload, 1, Peers.addressOf(relay.listenEndpoint())));
      }
      await().until(() -> relay.traffic().toServer().receivedUnits() == DATAGRAMS);
      remove(relay);
      List<Integer> got = new ArrayList<>();
      for (int i = 0; i < DATAGRAMS; i++) {
        DatagramPacket packet = new DatagramPacket(new byte[9], 9);
        server.receive(packet);
        assertEquals(1, packet.getLength());
        got.add((int) packet.getData()[0]);
      }
      if (!inOrder) {
        got.sort(null);
      }
      assertEquals(IntStream.range(0, DATAGRAMS).boxed().toList(), got);
    }
  }

  private static void remove(Relay relay) {
    long start = System.nanoTime();
    relay.reconfigure(Plan.empty());
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(AT_MOST) < 0, () -> "the removal took " + took);
  }

  private static int write(SocketChannel channel, byte[] bytes) {
    try {
      Peers.write(channel, bytes);
      channel.shutdownOutput();
      return bytes.length;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] readAll(SocketChannel channel) {
    try {
      return Peers.readAll(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
