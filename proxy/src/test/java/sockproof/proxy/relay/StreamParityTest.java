package sockproof.proxy.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sockproof.proxy.FaultExamples;
import sockproof.proxy.FaultExamples.Example;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.core.StreamAction.Close.How;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.sim.StreamOutcome;
import sockproof.proxy.sim.StreamSimulation;
import sockproof.proxy.sim.StreamStep;

/**
 * Every fault in every form does to real sockets what it does in the simulation: the same history,
 * the same bytes at the receiver, the same end.
 */
@Timeout(60)
class StreamParityTest {
  private static final long SEED = 11;

  @TempDir Path directory;

  static Stream<Arguments> examples() {
    List<Arguments> all = new ArrayList<>();
    for (Example example : FaultExamples.stream()) {
      for (Direction direction : Direction.values()) {
        for (Peers.Network network :
            List.of(Peers.Network.TCP4, Peers.Network.TCP6, Peers.Network.UNIX)) {
          Medium medium = network == Peers.Network.UNIX ? Medium.UNIX : Medium.TCP;
          Parity.plan(example, medium, direction)
              .ifPresent(plan -> all.add(Arguments.of(example, direction, network, plan)));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("examples")
  void simulationAndSocketsAgree(
      Example example, Direction direction, Peers.Network network, Plan plan) throws IOException {
    Framing framing = Framing.parse(example.framing());
    Bytes message = message(framing);
    StreamOutcome outcome =
        StreamSimulation.run(
            plan,
            framing,
            SEED,
            List.of(new StreamStep.Send(0, direction, message), new StreamStep.Fin(0, direction)));
    try (Peers.Setup setup =
            Peers.setUp(
                network,
                directory,
                config -> config.withPlan(plan).withFraming(framing).withSeed(SEED));
        SocketChannel client = setup.connect()) {
      if (plan.opening(SEED, 1).refuse()) {
        if (network != Peers.Network.UNIX) {
          StreamRelayTest.assertReset(client);
        }
        Parity.assertSame(example, outcome.history(), setup.relay::history, direction);
        return;
      }
      try (SocketChannel server = setup.server.accept()) {
        boolean up = direction == Direction.TO_SERVER;
        SocketChannel sender = up ? client : server;
        Collector receiver = new Collector(up ? server : client);
        Peers.write(sender, message.toArray());
        sender.shutdownOutput();
        Parity.assertSame(example, outcome.history(), setup.relay::history, direction);
        Parity.assertNotTooSoon(outcome.history(), setup.relay.history(), direction);
        receiver.assertGot(outcome.received(direction), outcome.end(direction));
      }
    }
  }

  /** Two messages and a bit more than ASCII, where the framing lets it. */
  private static Bytes message(Framing framing) {
    return switch (framing) {
      case Framing.Crlf crlf -> Bytes.utf8("first one\r\nsecond €\r\n");
      case Framing.LengthPrefix prefix -> Bytes.utf8("\0\0\0\5first\0\0\0\6second");
      default -> Bytes.utf8("first one\nsecond €\nthe third\n");
    };
  }

  /** Reads all that there is, as soon as it is there. */
  private static final class Collector {
    private final SocketChannel channel;
    private final List<Bytes> got = new ArrayList<>();
    private @Nullable How end;

    Collector(SocketChannel channel) {
      this.channel = channel;
      Thread.ofVirtual().start(this::collect);
    }

    private void collect() {
      ByteBuffer buffer = ByteBuffer.allocate(4096);
      try {
        while (channel.read(buffer.clear()) >= 0) {
          byte[] bytes = new byte[buffer.flip().remaining()];
          buffer.get(bytes);
          add(Bytes.of(bytes));
        }
        ended(How.FIN);
      } catch (IOException e) {
        ended(How.RESET); // or closed by the test, which then does not look any more
      }
    }

    private synchronized void add(Bytes bytes) {
      got.add(bytes);
    }

    private synchronized void ended(How how) {
      end = how;
    }

    private synchronized Bytes all() {
      return Bytes.concat(List.copyOf(got));
    }

    private synchronized Optional<How> end() {
      return Optional.ofNullable(end);
    }

    void assertGot(Bytes expected, Optional<How> expectedEnd) {
      Awaitility.await()
          .until(() -> all().length() >= expected.length() && end().equals(expectedEnd));
      assertEquals(expected, all());
      assertTrue(end().equals(expectedEnd));
    }
  }
}
