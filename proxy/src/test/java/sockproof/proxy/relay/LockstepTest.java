package sockproof.proxy.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.trace.TraceEvent;

/** In lockstep no two pieces meet in one recv(), however slow or quick the receiver is. */
@Timeout(120)
class LockstepTest {
  private static final int CONNECTIONS = 1000;
  private static final int AT_ONCE = 50;
  private static final int PIECES = 10;
  private static final int READ_BYTES = 4096;
  private static final int DAWDLE_NANOS = 3_000_000;
  private static final int MESSAGE_BYTES = 2000;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void everyReadOfADawdlingClientIsOnePiece(Peers.Network network) throws Exception {
    assertEquals(List.of(), faultsOf(network, CONNECTIONS));
  }

  @ParameterizedTest
  @EnumSource
  void likewiseWhileAllCoresAreBusy(Peers.Network network) throws Exception {
    List<Thread> burners = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      burners.add(
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    while (!Thread.currentThread().isInterrupted()) {
                      Thread.onSpinWait();
                    }
                  }));
    }
    try {
      assertEquals(List.of(), faultsOf(network, CONNECTIONS / 5));
    } finally {
      burners.forEach(Thread::interrupt);
    }
  }

  @Test
  void theHistorySaysWhatWasDeliveredAndRead() throws Exception {
    Plan plan = cutAt(List.of(3, 5));
    try (Peers.Setup setup =
            Peers.setUp(Peers.Network.TCP4, directory, config -> config.withPlan(plan));
        Peers.Pair pair = setup.open()) {
      Peers.write(pair.server(), "abcdefgh");
      pair.server().shutdownOutput();
      assertEquals("abc", readOnce(pair.client()));
      assertEquals("de", readOnce(pair.client()));
      assertEquals("fgh", readOnce(pair.client()));
      assertEquals("", readOnce(pair.client()));
      List<String> delivered =
          setup.relay.history().events(TraceEvent.Kind.DELIVERED).stream()
              .map(event -> event.bytes().toString())
              .toList();
      assertEquals(List.of("\"abc\"", "\"de\"", "\"fgh\""), delivered);
      assertTrue(setup.relay.history().events(TraceEvent.Kind.READ_BY_PEER).size() >= 2);
      assertEquals(List.of(), setup.relay.history().events(TraceEvent.Kind.PACED_BY_TIME));
    }
  }

  private List<String> faultsOf(Peers.Network network, int connections) throws Exception {
    SplittableRandom random = new SplittableRandom(connections);
    List<String> faults = new ArrayList<>();
    List<Integer> cuts =
        IntStream.generate(() -> random.nextInt(1, MESSAGE_BYTES))
            .distinct()
            .limit(PIECES - 1)
            .sorted()
            .boxed()
            .toList();
    Plan plan = cutAt(cuts);
    try (Peers.Setup setup = Peers.setUp(network, directory, config -> config.withPlan(plan));
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE + 1)) {
      Future<Integer> served = threads.submit(() -> serve(setup, connections));
      List<Callable<List<String>>> clients = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        SplittableRandom own = random.split();
        boolean dawdles = i % 4 != 0;
        clients.add(() -> faultsOfOneClient(setup, own, cuts, dawdles));
      }
      for (Future<List<String>> client : threads.invokeAll(clients)) {
        faults.addAll(client.get());
      }
      assertEquals(connections, served.get());
      assertEquals(List.of(), setup.relay.history().events(TraceEvent.Kind.PACED_BY_TIME));
      assertEquals(List.of(), setup.relay.history().events(TraceEvent.Kind.ERROR));
    }
    return faults;
  }

  private static Integer serve(Peers.Setup setup, int connections) throws IOException {
    for (int i = 0; i < connections; i++) {
      try (SocketChannel server = setup.server.accept()) {
        Peers.write(server, new byte[MESSAGE_BYTES]);
      }
    }
    return connections;
  }

  private static List<String> faultsOfOneClient(
      Peers.Setup setup, SplittableRandom random, List<Integer> cuts, boolean dawdles)
      throws IOException {
    List<Integer> sizes = new ArrayList<>();
    try (SocketChannel client = setup.connect()) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
      int read = 0;
      while (read >= 0) {
        if (dawdles) {
          LockSupport.parkNanos(random.nextInt(DAWDLE_NANOS));
        }
        buffer.clear();
        read = client.read(buffer);
        sizes.add(read);
      }
    }
    List<Integer> expected = new ArrayList<>();
    int from = 0;
    for (int cut : cuts) {
      expected.add(cut - from);
      from = cut;
    }
    expected.add(MESSAGE_BYTES - from);
    expected.add(-1);
    return sizes.equals(expected)
        ? List.of()
        : List.of((dawdles ? "dawdling" : "quick") + " read " + sizes + " of " + expected);
  }

  private static Plan cutAt(List<Integer> offsets) {
    String list = offsets.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return PlanReader.parse(
        "fragment: {to: client, at: [" + list + "]}", "test", Medium.TCP, new Framing.None());
  }

  private static String readOnce(SocketChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
    channel.read(buffer);
    return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
  }
}
