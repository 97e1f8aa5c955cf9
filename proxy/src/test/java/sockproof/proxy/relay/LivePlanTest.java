package sockproof.proxy.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.relay.Peers.Network;
import sockproof.proxy.trace.Traffic;

/** Plans that change while connections are open and busy. */
class LivePlanTest {
  private static final int MEGABYTES = 8;

  @TempDir private Path folder;

  private Peers.Setup setUp(Network network) throws IOException {
    return Peers.setUp(
        network, folder, config -> config.withRecorded(RelayConfig.Recorded.FAULTS_AND_ERRORS));
  }

  private static Plan plan(String faults) {
    return PlanReader.parse(faults, "test", Medium.TCP, new Framing.None());
  }

  @ParameterizedTest
  @EnumSource(Network.class)
  void aConnectionWithoutFaultsGetsOneAndLosesItAgain(Network network) throws IOException {
    try (Peers.Setup setup = setUp(network);
        Peers.Pair pair = setup.open()) {
      Peers.write(pair.client(), "plain");
      assertEquals("plain", Peers.read(pair.server(), 5));
      setup.relay.reconfigure(plan("stall: {to: server, when: {bytes: {from: 7}}}"));
      Peers.write(pair.client(), "abcd");
      assertEquals("ab", Peers.read(pair.server(), 2));
      Peers.write(pair.server(), "back");
      assertEquals("back", Peers.read(pair.client(), 4));
      setup.relay.reconfigure(Plan.empty());
      assertEquals("cd", Peers.read(pair.server(), 2));
      Traffic traffic = setup.relay.traffic();
      assertEquals(9, traffic.toServer().receivedBytes());
      assertEquals(9, traffic.toServer().deliveredBytes());
      assertEquals(4, traffic.toClient().deliveredBytes());
      assertTrue(traffic.faults().getOrDefault("stall", 0L) >= 1, traffic::toString);
      ConnectionState state = setup.relay.connectionStates().getFirst();
      assertEquals(traffic, state.traffic());
    }
  }

  @Test
  void bytesThatWaitForAReaderSurviveTheChange() throws Exception {
    byte[] sent = new byte[MEGABYTES << 20];
    new Random(1).nextBytes(sent);
    try (Peers.Setup setup = setUp(Network.TCP4);
        Peers.Pair pair = setup.open()) {
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(() -> write(pair.client(), sent), Thread::startVirtualThread);
      await().until(() -> isStuck(setup.relay));
      setup.relay.reconfigure(plan("latency: {delay: 1ms}"));
      setup.relay.reconfigure(plan("stall"));
      setup.relay.reconfigure(Plan.empty());
      assertArrayEquals(sent, Peers.readAll(pair.server()));
      writing.get();
    }
  }

  private static boolean isStuck(Relay relay) {
    long before = relay.traffic().toServer().receivedBytes();
    Thread.onSpinWait();
    return before > 1 << 20 && before == relay.traffic().toServer().receivedBytes();
  }

  @Test
  void faultsThatComeAndGoUnderLoadLoseNothing() throws Exception {
    byte[] sent = new byte[MEGABYTES << 20];
    new Random(2).nextBytes(sent);
    try (Peers.Setup setup = setUp(Network.TCP4);
        Peers.Pair pair = setup.open()) {
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(() -> write(pair.client(), sent), Thread::startVirtualThread);
      CompletableFuture<byte[]> reading =
          CompletableFuture.supplyAsync(() -> readAll(pair.server()), Thread::startVirtualThread);
      String[] plans = {
        "[{latency: {delay: 5ms}}]",
        "[{stall: {for: forever}}, {latency: {delay: 1ms}}]",
        "[{bandwidth: {rate: 1MiB/s}}]",
        "[{fragment: {every: 1000, pace: none}}, {coalesce: {hold: 20ms}}]",
        "[]"
      };
      for (int i = 0; !reading.isDone() && i < 500; i++) {
        setup.relay.reconfigure(plan(plans[i % plans.length]));
      }
      setup.relay.reconfigure(Plan.empty());
      writing.get();
      assertArrayEquals(sent, reading.get());
    }
  }

  @Test
  void aHalfClosedConnectionStaysHalfClosed() throws IOException {
    try (Peers.Setup setup = setUp(Network.TCP4);
        Peers.Pair pair = setup.open()) {
      Peers.write(pair.client(), "question");
      pair.client().shutdownOutput();
      assertEquals("question", new String(Peers.readAll(pair.server()), UTF_8));
      setup.relay.reconfigure(plan("latency: {delay: 1ms}"));
      Peers.write(pair.server(), "answer");
      pair.server().shutdownOutput();
      assertEquals("answer", new String(Peers.readAll(pair.client()), UTF_8));
      await().until(() -> setup.relay.connections() == 0);
    }
  }

  @Test
  void connectionsToComeHaveTheNewPlan() throws IOException {
    try (Peers.Setup setup = setUp(Network.TCP4)) {
      setup.relay.reconfigure(plan("limit: {bytes: 2}"));
      try (Peers.Pair pair = setup.open()) {
        Peers.write(pair.client(), "abc");
        assertEquals("ab", new String(Peers.readAll(pair.server()), UTF_8));
      }
      assertEquals(plan("limit: {bytes: 2}"), setup.relay.plan());
    }
  }

  @Test
  void aPlanThatCannotBeHadChangesNothing() {
    Relay relay =
        Relay.start(
            RelayConfig.between(
                sockproof.proxy.plan.Endpoint.parse("udp://[::1]:0"),
                sockproof.proxy.plan.Endpoint.parse("udp://[::1]:9")));
    try (relay) {
      Plan plan =
          PlanReader.parse("spoof: {from: other-host}", "test", Medium.UDP, new Framing.None());
      assertThrows(RelayException.class, () -> relay.reconfigure(plan));
      assertEquals(Plan.empty(), relay.plan());
    }
  }

  private static void write(SocketChannel channel, byte[] bytes) {
    try {
      Peers.write(channel, bytes);
      channel.shutdownOutput();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] readAll(SocketChannel channel) {
    try {
      return Peers.readAll(channel);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
