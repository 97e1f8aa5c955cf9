package sockproof.proxy.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
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
import sockproof.proxy.core.IpVersion;
import sockproof.proxy.core.Medium;
import sockproof.proxy.kernel.DatagramBatch;
import sockproof.proxy.kernel.EncodedName;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.sim.DatagramSimulation;
import sockproof.proxy.sim.DatagramSimulation.Sent;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.TraceEvent.Kind;

/**
 * Every fault in every form does to real datagrams what it does in the simulation: the same
 * history, and the same payloads at the receiver in the same order.
 */
@Timeout(60)
class DatagramParityTest {
  private static final long SEED = 11;
  private static final int COUNT = 6;
  private static final Bytes REQUEST = Bytes.utf8("request");

  /** Long enough to be cut into IP fragments; no two alike. */
  private static final List<Bytes> PAYLOADS =
      IntStream.rangeClosed(1, COUNT)
          .mapToObj(i -> Bytes.utf8(("datagram " + i + " ").repeat(9)))
          .toList();

  @TempDir Path directory;

  /** The networks that carry datagrams. */
  enum Network {
    UDP4,
    UDP6,
    UNIX;

    Medium medium() {
      return this == UNIX ? Medium.UNIX_DATAGRAM : Medium.UDP;
    }

    IpVersion version() {
      return this == UDP6 ? IpVersion.V6 : IpVersion.V4;
    }

    private String host() {
      return this == UDP6 ? "::1" : "127.0.0.1";
    }

    KernelSocket bind(Path path) {
      SocketName name =
          this == UNIX
              ? SocketName.Unix.of(path.toString())
              : SocketName.Inet.of(InetAddress.ofLiteral(host()), 0);
      KernelSocket socket = KernelSocket.openDatagram(name);
      socket.bind(name);
      return socket;
    }

    /** The endpoint that a relay listens at, or that of a socket. */
    Endpoint endpoint(Path path, int port) {
      return this == UNIX ? new Endpoint.UnixDatagram(path) : new Endpoint.Udp(host(), port);
    }

    SocketName name(Endpoint endpoint) {
      return switch (endpoint) {
        case Endpoint.Udp(String host, int port) ->
            SocketName.Inet.of(InetAddress.ofLiteral(host), port);
        case Endpoint.UnixDatagram(Path path) -> SocketName.Unix.of(path.toString());
        default -> throw new IllegalArgumentException(endpoint + " takes no datagrams");
      };
    }
  }

  static Stream<Arguments> examples() {
    List<Arguments> all = new ArrayList<>();
    for (Example example : FaultExamples.datagram()) {
      for (Direction direction : Direction.values()) {
        for (Network network : Network.values()) {
          Parity.plan(example, network.medium(), direction)
              .filter(plan -> isFor(network, plan))
              .ifPresent(plan -> all.add(Arguments.of(example, direction, network, plan)));
        }
      }
    }
    return all.stream();
  }

  /** IPv6 has one loopback address, and fragments of 1,280 bytes at least. */
  private static boolean isFor(Network network, Plan plan) {
    String other =
        network == Network.UDP6 ? ".*(other-host|both|127\\.|192\\.|mtu).*" : ".*2001:db8.*";
    return !plan.toData().toString().matches(other);
  }

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("examples")
  void simulationAndSocketsAgree(Example example, Direction direction, Network network, Plan plan) {
    assumeTrue(
        Relay.capabilities().containsAll(plan.needs()),
        "it needs " + plan.needs() + ": run as root");
    try (KernelSocket server = network.bind(directory.resolve("server"));
        Relay relay = start(network, server, plan);
        KernelSocket client = network.bind(directory.resolve("client"))) {
      EncodedName toRelay = EncodedName.of(network.name(relay.listenEndpoint()));
      Inbox atServer = new Inbox(server);
      boolean up = direction == Direction.TO_SERVER;
      Inbox receiver = up ? atServer : new Inbox(client);
      if (up) {
        PAYLOADS.forEach(payload -> send(client, payload, toRelay));
      } else {
        send(client, REQUEST, toRelay);
        await().until(() -> atServer.taken().size() == 1);
        EncodedName toClient = EncodedName.of(atServer.source());
        PAYLOADS.forEach(payload -> send(server, payload, toClient));
      }
      Supplier<History> history =
          () -> {
            receiver.taken(); // a Unix socket holds few datagrams, and the relay waits for room
            return relay.history();
          };
      List<Sent> received = received(history, up ? COUNT : COUNT + 1);
      DatagramSimulation.Outcome outcome =
          DatagramSimulation.run(plan, SEED, 1, network.version(), received);
      Parity.assertSame(example, outcome.history(), history, direction);
      Parity.assertNotTooSoon(outcome.history(), relay.history(), direction);
      if (plan.needs().isEmpty()) {
        List<Bytes> expected = arrivals(outcome, direction);
        await().untilAsserted(() -> assertEquals(expected, receiver.taken()));
      }
    }
  }

  /** What the relay received and when: which of two delayed ones leaves first depends on it. */
  private static List<Sent> received(Supplier<History> history, int count) {
    await().until(() -> history.get().events(Kind.RECEIVED).size() == count);
    return history.get().events(Kind.RECEIVED).stream()
        .map(
            event ->
                new Sent(event.nanos(), Objects.requireNonNull(event.direction()), event.bytes()))
        .toList();
  }

  private static ConditionFactory await() {
    return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
  }

  private static List<Bytes> arrivals(DatagramSimulation.Outcome outcome, Direction direction) {
    return outcome.arrivals().stream()
        .filter(arrival -> arrival.direction() == direction)
        .map(arrival -> arrival.datagram().payload())
        .toList();
  }

  private Relay start(Network network, KernelSocket server, Plan plan) {
    int port = server.localName() instanceof SocketName.Inet inet ? inet.port() : 0;
    return Relay.start(
        RelayConfig.between(
                network.endpoint(directory.resolve("relay"), 0),
                network.endpoint(directory.resolve("server"), port))
            .withPlan(plan)
            .withFraming(new Framing.None())
            .withSeed(SEED));
  }

  private static void send(KernelSocket from, Bytes payload, EncodedName to) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocate(payload.length());
      copy.copyFrom(MemorySegment.ofArray(payload.toArray()));
      assertEquals(payload.length(), from.sendTo(copy, payload.length(), to));
    }
  }

  /** What has arrived at a socket. */
  private static final class Inbox {
    private final KernelSocket socket;
    private final DatagramBatch batch;
    private final List<Bytes> payloads = new ArrayList<>();

    Inbox(KernelSocket socket) {
      this.socket = socket;
      boolean unix = socket.localName() instanceof SocketName.Unix;
      batch = unix ? DatagramBatch.forUnix() : DatagramBatch.forUdp();
    }

    /** All payloads so far, in order. */
    List<Bytes> taken() {
      while (batch.receiveOne(socket) == 1) {
        payloads.add(batch.bytes(0));
      }
      return payloads;
    }

    /** Whom the last one came from. */
    SocketName source() {
      return batch.source(0);
    }
  }
}
