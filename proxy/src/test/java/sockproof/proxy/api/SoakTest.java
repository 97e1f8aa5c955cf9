package sockproof.proxy.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sockproof.proxy.plan.Units;

/**
 * Many connections for a long time, while faults come and go through the API: every byte comes back
 * as it was sent, and in the end no descriptor, thread or memory is left behind. {@code
 * -Dsockproof.soak=10m} makes it last ten minutes.
 */
class SoakTest {
  private static final String LENGTH = System.getProperty("sockproof.soak", "45s");
  private static final String V1 = "/sockproof/v1/proxies";
  private static final int STREAM_CLIENTS = 16;
  private static final int DATAGRAM_CLIENTS = 4;
  private static final int WARM_UP_PART = 6;
  private static final long TICK_MILLIS = 10;
  private static final int TICKS_A_CHANGE = 4;

  /**
   * Duplicates multiply: with more of them a client's receive buffer overflows, and then the kernel
   * drops what the client waits for.
   */
  private static final int MAX_DATAGRAM_FAULTS = 2;

  /** What a few pooled connections and threads more or less may make of difference. */
  private static final int SLACK = 8;

  private static final long MEMORY_SLACK_BYTES = 24L << 20;

  /** Faults that change when and in which pieces bytes arrive, and nothing else. */
  private static final List<String> ON_STREAMS =
      List.of(
          "{\"latency\": {\"delay\": \"3ms\", \"jitter\": \"3ms\"}}",
          "{\"latency\": {\"delay\": \"1h\"}}",
          "{\"stall\": {}}",
          "{\"stall\": {\"for\": \"20ms\"}}",
          "{\"bandwidth\": {\"rate\": \"1MiB/s\"}}",
          "{\"fragment\": {\"every\": 1000}}",
          "{\"fragment\": {\"every\": 100, \"pace\": \"none\", \"to\": \"client\"}}",
          "{\"coalesce\": {\"bytes\": \"4KiB\", \"hold\": \"5ms\"}}",
          "{\"backpressure\": {\"window\": \"8KiB\", \"read\": \"2MiB/s\", \"to\": \"server\"}}",
          "{\"slow-close\": {\"delay\": \"5ms\"}}",
          "{\"slow-open\": {\"delay\": \"5ms\"}}");

  private static final List<String> ON_DATAGRAMS =
      List.of(
          "{\"latency\": {\"delay\": \"3ms\", \"jitter\": \"3ms\"}}",
          "{\"duplicate\": {\"copies\": 2}}",
          "{\"reorder\": {\"delay\": \"5ms\"}}",
          "{\"bandwidth\": {\"rate\": \"1MiB/s\"}}",
          "{\"latency\": {\"delay\": \"1h\"}}");

  /** Faults after which a connection is over, or has carried too little. */
  private static final List<String> DEADLY =
      List.of(
          "{\"reset\": {\"after\": 5000}}",
          "{\"limit\": {\"bytes\": 3000}}",
          "{\"half-close\": {\"after\": 2000}}",
          "{\"slow-open\": {\"refuse\": true}}");

  private record Usage(int descriptors, int threads, long heapBytes) {
    static Usage now() {
      System.gc();
      String[] open = new File("/proc/self/fd").list();
      return new Usage(
          open == null ? 0 : open.length,
          ManagementFactory.getThreadMXBean().getThreadCount(),
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    boolean isNoMoreThan(Usage other) {
      return descriptors <= other.descriptors + SLACK
          && threads <= other.threads + SLACK
          && heapBytes <= other.heapBytes + MEMORY_SLACK_BYTES;
    }
  }

  private final Semaphore ticks = new Semaphore(0);
  private final AtomicLong changes = new AtomicLong();

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void nothingIsLostOrLeftBehind() throws Exception {
    OptionalLong nanos = Units.parseDurationNanos(LENGTH);
    assertTrue(nanos.isPresent(), "-Dsockproof.soak takes a duration such as 10m, not " + LENGTH);
    try (SoakPeers peers = new SoakPeers();
        ApiSetup setup = new ApiSetup(Optional.empty());
        var ticker = Executors.newSingleThreadScheduledExecutor()) {
      // On an address of its own, so that no client's port can be that of a disabled proxy.
      create(setup, "calm", "tcp://127.0.0.2:0", peers.upstream("tcp"));
      create(setup, "wild", "tcp://127.0.0.2:0", peers.upstream("tcp"));
      create(setup, "deadly", "tcp://127.0.0.2:0", peers.upstream("tcp"));
      create(setup, "udp", "udp://127.0.0.1:0", peers.upstream("udp"));
      Future<?> _ =
          ticker.scheduleAtFixedRate(
              () -> ticks.release(1 - Math.min(1, ticks.availablePermits())),
              0,
              TICK_MILLIS,
              TimeUnit.MILLISECONDS);
      long warmUp = nanos.getAsLong() / WARM_UP_PART;
      run(setup, peers, warmUp);
      Usage before = rested(setup);
      long exchanged = run(setup, peers, nanos.getAsLong() - warmUp);
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> rested(setup), now -> now.isNoMoreThan(before));
      assertTrue(exchanged > TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong()), exchanged + "");
      assertTrue(changes.get() > TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong()), changes + "");
    }
  }

  /** What is in use when no connection is left. */
  private static Usage rested(ApiSetup setup) {
    Awaitility.await()
        .until(() -> setup.proxies.all().stream().allMatch(proxy -> proxy.connections().isEmpty()));
    return Usage.now();
  }

  /** Gives the number of exchanges. */
  private long run(ApiSetup setup, SoakPeers peers, long nanos) throws Exception {
    long until = System.nanoTime() + nanos;
    AtomicLong exchanges = new AtomicLong();
    List<Future<?>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < STREAM_CLIENTS + DATAGRAM_CLIENTS; i++) {
        Random random = new Random(i);
        String proxy =
            i >= STREAM_CLIENTS ? "udp" : List.of("calm", "wild", "wild", "deadly").get(i % 4);
        String listen = setup.proxies.get(proxy).listenEndpoint().toString();
        clients.add(
            threads.submit(
                () -> {
                  while (System.nanoTime() - until < 0) {
                    ticks.acquire();
                    switch (proxy) {
                      case "udp" -> peers.datagrams(listen, random);
                      case "deadly" -> peers.streamUntilItEnds(listen, random);
                      default -> peers.stream(listen, random);
                    }
                    exchanges.incrementAndGet();
                  }
                  return null;
                }));
      }
      changeFaults(setup, until);
      for (Future<?> client : clients) {
        Object _ = client.get(30, TimeUnit.SECONDS);
      }
    }
    return exchanges.get();
  }

  private void changeFaults(ApiSetup setup, long untilNanos) throws Exception {
    Random random = new Random(untilNanos);
    while (System.nanoTime() - untilNanos < 0) {
      Awaitility.await()
          .pollDelay(Duration.ofMillis(TICKS_A_CHANGE * TICK_MILLIS))
          .until(() -> true);
      switch (random.nextInt(6)) {
        case 0 -> change(setup, "udp", ON_DATAGRAMS, random);
        case 1 -> change(setup, "deadly", DEADLY, random);
        case 2 -> {
          expect(200, setup.send("PATCH", V1 + "/deadly", "{\"enabled\": false}"));
          expect(200, setup.send("PATCH", V1 + "/deadly", "{\"enabled\": true}"));
        }
        default -> change(setup, "wild", ON_STREAMS, random);
      }
      changes.incrementAndGet();
    }
    for (String name : List.of("wild", "deadly", "udp")) {
      expect(200, setup.send("PUT", V1 + "/" + name + "/faults", "[]"));
    }
  }

  private static void change(ApiSetup setup, String proxy, List<String> faults, Random random)
      throws IOException, InterruptedException {
    String path = V1 + "/" + proxy + "/faults";
    String some = faults.get(random.nextInt(faults.size()));
    List<String> labels = setup.proxies.get(proxy).settings().plan().labels();
    switch (random.nextInt(4)) {
      case 0 -> expect(200, setup.send("PUT", path, "[]"));
      case 1 -> expect(200, setup.send("PUT", path, some));
      case 2 -> {
        if (!proxy.equals("udp") || labels.size() < MAX_DATAGRAM_FAULTS) {
          expect(201, setup.send("POST", path, some));
        }
      }
      default -> {
        if (!labels.isEmpty()) {
          expect(204, setup.send("DELETE", path + "/" + labels.getFirst(), ""));
        }
      }
    }
  }

  private static void create(ApiSetup setup, String name, String listen, String upstream)
      throws IOException, InterruptedException {
    String idle = name.equals("udp") ? ", \"session-idle\": \"3s\"" : "";
    expect(
        201,
        setup.send(
            "POST",
            V1,
            "{\"name\": \"%s\", \"listen\": \"%s\", \"upstream\": \"%s\"%s}"
                .formatted(name, listen, upstream, idle)));
  }

  private static void expect(int status, HttpResponse<String> response) {
    assertEquals(status, response.statusCode(), response::body);
  }
}
