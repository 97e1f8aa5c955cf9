package sockproof.proxy.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.StandardSocketOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;

/** What a relay costs while nothing happens, per message, and to start and close. */
@Timeout(120)
class RelayCostTest {
  private static final int MANY = 500;
  private static final Duration WATCH = Duration.ofSeconds(1);
  private static final long IDLE_NANOS = 20_000_000;

  /**
   * What one call of the kernel may allocate: the JDK looks at the segment for errno through a
   * slice of it, which its compiler removes in most runs and keeps in others.
   */
  private static final int BYTES_A_CALL = 40;

  private static final int CALLS_A_MESSAGE = 4;

  @TempDir Path directory;

  static Stream<Arguments> kinds() {
    return StreamRelayTest.everyWay().stream()
        .filter(way -> way.get()[0] == Peers.Network.TCP4 || way.get()[0] == Peers.Network.UNIX);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void halfClosedConnectionsCostNoCpu(Peers.Network network, RelayConfig.Recorded recorded)
      throws IOException {
    try (Peers.Setup setup =
        Peers.setUp(network, directory, config -> config.withRecorded(recorded))) {
      List<Peers.Pair> pairs = open(setup, MANY);
      for (int i = 0; i < pairs.size(); i++) {
        (i % 2 == 0 ? pairs.get(i).client() : pairs.get(i).server()).shutdownOutput();
      }
      assertIdle();
      assertEquals(MANY, setup.relay.connections());
      close(pairs);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void clientsThatLeftWhileTheServerDoesNotReadCostNoCpu(
      Peers.Network network, RelayConfig.Recorded recorded) throws IOException {
    try (Peers.Setup setup =
        Peers.setUp(network, directory, config -> config.withRecorded(recorded))) {
      List<Peers.Pair> pairs = open(setup, 3);
      for (Peers.Pair pair : pairs) {
        StreamRelayTest.fill(pair.client());
        pair.client().close();
      }
      assertIdle();
      close(pairs);
    }
  }

  @Test
  void anIdleRelayCostsNoCpu() throws IOException {
    try (Peers.Setup setup = Peers.setUp(Peers.Network.TCP4, directory)) {
      List<Peers.Pair> pairs = open(setup, MANY);
      assertIdle();
      close(pairs);
    }
  }

  @Test
  void receiversThatStallInLockstepCostNextToNothing() throws IOException {
    Plan plan =
        PlanReader.parse(
            "fragment: {to: client, every: 1}", "test", Medium.TCP, new Framing.None());
    try (Peers.Setup setup =
        Peers.setUp(Peers.Network.TCP4, directory, config -> config.withPlan(plan))) {
      List<Peers.Pair> pairs = open(setup, MANY);
      for (Peers.Pair pair : pairs) {
        Peers.write(pair.server(), "never read");
      }
      long used = usedInAWhile(Duration.ofSeconds(1));
      assertTrue(used < WATCH.toNanos() / 4, () -> used + " ns of CPU in " + WATCH);
      close(pairs);
    }
  }

  @Test
  void withoutFaultsAMessageIsPassedOnWithoutAllocatingOfItsOwn() throws IOException {
    int messages = 20_000;
    try (Peers.Setup setup =
            Peers.setUp(
                Peers.Network.TCP4,
                directory,
                config -> config.withRecorded(RelayConfig.Recorded.FAULTS_AND_ERRORS));
        Peers.Pair pair = setup.open()) {
      pair.client().setOption(StandardSocketOptions.TCP_NODELAY, true);
      pair.server().setOption(StandardSocketOptions.TCP_NODELAY, true);
      exchange(pair, messages);
      long before = RelayThreads.allocatedBytes();
      exchange(pair, messages);
      long bytes = RelayThreads.allocatedBytes() - before;
      assertTrue(
          bytes / messages < CALLS_A_MESSAGE * BYTES_A_CALL + 8,
          () -> bytes + " bytes for " + messages + " messages");
    }
  }

  @Test
  void startingAndClosingIsCheap() throws IOException {
    Endpoint.Tcp any = new Endpoint.Tcp("127.0.0.1", 0);
    RelayConfig config = RelayConfig.between(any, new Endpoint.Tcp("127.0.0.1", 9));
    startAndClose(config, 2000);
    long before = processCpuNanos();
    startAndClose(config, 500);
    long each = (processCpuNanos() - before) / 500;
    assertTrue(each < 1_000_000, () -> each + " ns of CPU for each relay");
  }

  @Test
  void nothingIsLeftBehind() throws IOException {
    useAndClose();
    int before = openDescriptors();
    for (int i = 0; i < 100; i++) {
      useAndClose();
    }
    Awaitility.await().until(() -> openDescriptors() <= before);
    assertEquals(List.of(), filesIn(directory));
  }

  private void useAndClose() throws IOException {
    for (Peers.Network network : Peers.Network.values()) {
      Path server = directory.resolve("server");
      try (Peers.Setup setup = Peers.setUp(network, directory);
          Peers.Pair pair = setup.open()) {
        Peers.write(pair.client(), "x");
        assertEquals("x", Peers.read(pair.server(), 1));
        setup.relay.close();
        setup.relay.close();
      }
      Files.deleteIfExists(server);
    }
  }

  private static void startAndClose(RelayConfig config, int times) {
    for (int i = 0; i < times; i++) {
      Relay.start(config).close();
    }
  }

  private static void exchange(Peers.Pair pair, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      Peers.write(pair.client(), "hello");
      assertEquals("hello", Peers.read(pair.server(), 5));
      Peers.write(pair.server(), "HELLO");
      assertEquals("HELLO", Peers.read(pair.client(), 5));
    }
  }

  private static List<Peers.Pair> open(Peers.Setup setup, int count) throws IOException {
    List<Peers.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pairs.add(setup.open());
    }
    Awaitility.await().until(() -> setup.relay.connections() == count);
    return pairs;
  }

  private static void close(List<Peers.Pair> pairs) throws IOException {
    for (Peers.Pair pair : pairs) {
      pair.close();
    }
  }

  /** Lets things come to rest, then watches the loops for a second. */
  private static void assertIdle() {
    long used = usedInAWhile(Duration.ofMillis(200));
    assertTrue(used < IDLE_NANOS, () -> used + " ns of CPU in " + WATCH + " of doing nothing");
  }

  private static long usedInAWhile(Duration rest) {
    Awaitility.await().pollDelay(rest).until(() -> true);
    long before = RelayThreads.cpuNanos();
    Awaitility.await().pollDelay(WATCH).until(() -> true);
    return RelayThreads.cpuNanos() - before;
  }

  private static long processCpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static int openDescriptors() {
    String[] names = new File("/proc/self/fd").list();
    return names == null ? -1 : names.length;
  }

  private static List<String> filesIn(Path directory) {
    String[] names = directory.toFile().list();
    return names == null ? List.of() : List.of(names);
  }
}
