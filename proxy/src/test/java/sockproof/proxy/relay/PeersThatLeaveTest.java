package sockproof.proxy.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.PlanReader;

/** A peer that leaves in the middle of a stream, while what is on its way has filled all queues. */
@Timeout(30)
class PeersThatLeaveTest {
  private static final int RESETS = 40;

  @TempDir Path directory;

  private static final List<String> PASSING =
      List.of("[]", "latency: {delay: 1ms}", "fragment: {every: 50000}");

  private static final List<String> HOLDING =
      List.of(
          "latency: {delay: 1h, to: %s}",
          "stall: {to: %s}", "bandwidth: {rate: 1, to: %s}", "fragment: {every: 1, to: %s}");

  static List<Arguments> waysOfEveryNetwork() {
    List<Arguments> ways = new ArrayList<>();
    for (Peers.Network network : List.of(Peers.Network.TCP4, Peers.Network.UNIX)) {
      for (Arguments way : waysThatPass()) {
        ways.add(Arguments.of(network, way.get()[0], way.get()[1]));
      }
    }
    return ways;
  }

  static List<Arguments> waysThatPass() {
    return ways(PASSING);
  }

  static List<Arguments> allWays() {
    return ways(Stream.concat(PASSING.stream(), HOLDING.stream()).toList());
  }

  private static List<Arguments> ways(List<String> faults) {
    return Arrays.stream(Direction.values())
        .flatMap(
            direction ->
                faults.stream()
                    .map(
                        fault ->
                            Arguments.of(
                                direction,
                                fault.formatted(
                                    direction == Direction.TO_SERVER ? "server" : "client"))))
        .toList();
  }

  private Peers.Setup setUp(Peers.Network network, String faults) throws IOException {
    return Peers.setUp(
        network,
        directory,
        config ->
            config
                .withRecorded(RelayConfig.Recorded.FAULTS_AND_ERRORS)
                .withPlan(PlanReader.parse(faults, "test", Medium.TCP, new Framing.None())));
  }

  private static SocketChannel sender(Peers.Pair pair, Direction direction) {
    return direction == Direction.TO_SERVER ? pair.client() : pair.server();
  }

  @ParameterizedTest
  @MethodSource("waysOfEveryNetwork")
  void whatASenderLeftBehindArrives(Peers.Network network, Direction direction, String faults)
      throws IOException {
    try (Peers.Setup setup = setUp(network, faults);
        Peers.Pair pair = setup.open()) {
      long taken = StreamRelayTest.fill(sender(pair, direction));
      sender(pair, direction).close();
      SocketChannel receiver = sender(pair, direction.opposite());
      assertEquals(taken, Peers.readAll(receiver).length);
      receiver.close();
      Awaitility.await().until(() -> setup.relay.connections() == 0);
    }
  }

  @ParameterizedTest
  @MethodSource("allWays")
  void aReceiverThatLeavesEndsTheSender(Direction direction, String faults) throws IOException {
    try (Peers.Setup setup = setUp(Peers.Network.TCP4, faults);
        Peers.Pair pair = setup.open()) {
      SocketChannel sender = sender(pair, direction);
      StreamRelayTest.fill(sender);
      Peers.reset(sender(pair, direction.opposite()));
      Awaitility.await().until(() -> setup.relay.connections() == 0);
      sender.configureBlocking(true);
      assertThrows(IOException.class, () -> Peers.write(sender, new byte[64 << 20]));
    }
  }

  /** A RST stays behind the bytes that came before it, so that these faults do not hold it. */
  @ParameterizedTest
  @MethodSource("waysThatPass")
  void aSenderThatResetsEndsTheReceiver(Direction direction, String faults) throws IOException {
    try (Peers.Setup setup = setUp(Peers.Network.TCP4, faults);
        Peers.Pair pair = setup.open()) {
      StreamRelayTest.fill(sender(pair, direction));
      Peers.reset(sender(pair, direction));
      SocketChannel receiver = sender(pair, direction.opposite());
      assertThrows(IOException.class, () -> Peers.readAll(receiver));
      Awaitility.await().until(() -> setup.relay.connections() == 0);
    }
  }

  /** The relay is often told of both at once. */
  @ParameterizedTest
  @MethodSource("waysThatPass")
  void aResetRightBehindAnEndEndsBoth(Direction direction, String faults) throws IOException {
    try (Peers.Setup setup = setUp(Peers.Network.TCP4, faults)) {
      for (int i = 0; i < RESETS; i++) {
        try (Peers.Pair pair = setup.open()) {
          SocketChannel sender = sender(pair, direction);
          sender.shutdownOutput();
          Peers.reset(sender);
          Awaitility.await()
              .pollDelay(Duration.ofMillis(1))
              .until(() -> setup.relay.connections() == 0);
        }
      }
    }
  }
}
