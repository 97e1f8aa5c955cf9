package sockproof.harness.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sockproof.proxy.plan.Endpoint;

/** {@code sockproof proxy} where descriptors run out, and where nobody reads what it is sent. */
@Timeout(60)
class ProxyLimitsTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int DESCRIPTORS = 240;
  private static final int CLIENTS = 200;
  private static final long GIBIBYTE = 1L << 30;
  private static final long MAX_TAKEN = 32L << 20;
  private static final long MAX_GROWTH = 64L << 20;
  private static final int PATTERN_BYTES = 256 * 1024 - 1;
  private static final Duration WATCH = Duration.ofSeconds(1);

  @TempDir private Path folder;

  @Test
  void withoutDescriptorsClientsWaitUntilOthersHaveGone() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        ServerSocket server = new ServerSocket(0, 4096, LOOPBACK)) {
      CountDownLatch mayGo = new CountDownLatch(1);
      Future<?> _ = threads.submit(() -> echo(server, threads));
      Process proxy =
          ProxyProcess.startWithin(
              List.of("prlimit", "--nofile=" + DESCRIPTORS),
              List.of(),
              "--listen",
              "tcp://127.0.0.1:0",
              "--upstream",
              "tcp://127.0.0.1:" + server.getLocalPort(),
              "--api",
              "127.0.0.1:0");
      try {
        BufferedReader out = proxy.inputReader();
        String address = out.readLine();
        URI api = URI.create(out.readLine().substring("api ".length()) + "/sockproof/v1/proxies");
        List<String> printed = new CopyOnWriteArrayList<>();
        Future<?> _ = threads.submit(() -> proxy.errorReader().lines().forEach(printed::add));
        echoed(address, "before the rush");
        int before = descriptors(proxy);

        AtomicInteger served = new AtomicInteger();
        List<Future<Boolean>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
          String text = "client " + i;
          clients.add(threads.submit(() -> stay(address, text, served, mayGo)));
        }
        Awaitility.await().until(() -> !warnings(printed).isEmpty());
        long used = cpuMillisInAWhile(proxy);
        assertTrue(used < WATCH.toMillis() / 4, () -> used + " ms of CPU in " + WATCH);
        assertTrue(served.get() > CLIENTS / 4 && served.get() < CLIENTS, served::toString);
        Awaitility.await().until(() -> get(api).contains("\"open\":" + served.get()));

        mayGo.countDown();
        for (Future<Boolean> client : clients) {
          assertTrue(client.get());
        }
        echoed(address, "after the rush");
        Awaitility.await().until(() -> descriptors(proxy) <= before + 1);
        assertEquals(1, warnings(printed).size(), printed::toString);
        assertEquals(1, printed.size(), printed::toString);
        ProxyProcess.end(proxy, "TERM");
      } finally {
        mayGo.countDown();
        proxy.destroyForcibly();
      }
    }
  }

  /** A client that is served, and then stays for a while. */
  private static boolean stay(
      String address, String text, AtomicInteger served, CountDownLatch mayGo) throws Exception {
    try (Socket client = ProxyProcess.connect(address)) {
      exchange(client, text);
      served.incrementAndGet();
      mayGo.await();
      return true;
    }
  }

  private static List<String> warnings(List<String> printed) {
    return printed.stream().filter(line -> line.contains("too many open files")).toList();
  }

  /** Sends back what each client sends, as long as the listener is open. */
  private static void echo(ServerSocket server, ExecutorService threads) {
    try {
      while (true) {
        Socket accepted = server.accept();
        Future<?> _ =
            threads.submit(
                () -> {
                  try (accepted) {
                    return accepted.getInputStream().transferTo(accepted.getOutputStream());
                  }
                });
      }
    } catch (IOException e) {
      assertTrue(server.isClosed(), e::toString);
    }
  }

  private static void echoed(String address, String text) throws IOException {
    try (Socket client = ProxyProcess.connect(address)) {
      exchange(client, text);
    }
  }

  private static void exchange(Socket client, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    client.getOutputStream().write(bytes);
    assertEquals(text, new String(client.getInputStream().readNBytes(bytes.length), UTF_8));
  }

  private static String get(URI uri) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(uri).build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  private static int descriptors(Process process) {
    String[] names = Path.of("/proc/" + process.pid() + "/fd").toFile().list();
    return names == null ? 0 : names.length;
  }

  private static long cpuMillisInAWhile(Process process) {
    Awaitility.await().pollDelay(WATCH).until(() -> true);
    long before = cpuMillis(process);
    Awaitility.await().pollDelay(WATCH).until(() -> true);
    return cpuMillis(process) - before;
  }

  private static long cpuMillis(Process process) {
    return process.info().totalCpuDuration().orElseThrow().toMillis();
  }

  @Test
  void aReaderThatNeverReadsBoundsWhatAWriterCanGetRidOf() throws Exception {
    String[] plans = {
      "[]",
      "[{latency: {delay: 1us}}]",
      "[{latency: {delay: 1h}}]",
      "[{stall: {for: forever}}]",
      "[{bandwidth: {rate: 1KiB/s}}]",
      "[{fragment: {every: 100, pace: none}}]",
      "[{fragment: {every: 1}}]",
      "[{coalesce: {hold: 1h}}]",
      "[{latency: {delay: 1ms}}, {fragment: {every: 7, pace: none}}, {stall: {after: 100}}]"
    };
    try (ServerSocketChannel server = ServerSocketChannel.open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      server.bind(new InetSocketAddress(LOOPBACK, 0));
      Process proxy =
          ProxyProcess.startWithin(
              List.of(), List.of("-Xmx48m"), "--config", config(plans, server).toString());
      List<SocketChannel> readers = new ArrayList<>();
      List<SocketChannel> writers = new ArrayList<>();
      try {
        BufferedReader out = proxy.inputReader();
        long idle = 0;
        AtomicLongArray taken = new AtomicLongArray(plans.length);
        List<Future<Boolean>> writing = new ArrayList<>();
        for (int i = 0; i < plans.length; i++) {
          writers.add(connect(out.readLine().split(" ", 2)[1]));
          readers.add(server.accept());
          idle = i == 0 ? residentBytes(proxy) : idle;
          int index = i;
          writing.add(threads.submit(() -> write(writers.get(index), taken, index)));
        }
        AtomicLong last = new AtomicLong();
        Awaitility.await()
            .during(Duration.ofMillis(500))
            .until(() -> last.getAndSet(sum(taken)) == last.get() && last.get() > 0);
        for (int i = 0; i < plans.length; i++) {
          long bytes = taken.get(i);
          String plan = plans[i];
          assertTrue(bytes < MAX_TAKEN, () -> bytes + " bytes were taken with " + plan);
        }
        assertBounded(proxy, idle);

        for (int i = 0; i <= 1; i++) {
          assertEquals(size(i), readAll(readers.get(i)), plans[i]);
          assertTrue(writing.get(i).get());
          assertBounded(proxy, idle);
        }
      } finally {
        closeAll(writers);
        closeAll(readers);
        proxy.destroyForcibly();
      }
    }
  }

  /** How much the writer of a plan has: more than the relay's heap. Faults cost more time. */
  private static long size(int index) {
    return index == 1 ? GIBIBYTE / 16 : GIBIBYTE;
  }

  private static void assertBounded(Process proxy, long idleBytes) throws IOException {
    long grown = residentBytes(proxy) - idleBytes;
    assertTrue(grown < MAX_GROWTH, () -> grown + " bytes of memory more than when idle");
  }

  private static void closeAll(List<SocketChannel> channels) throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }

  private static SocketChannel connect(String address) throws IOException {
    int port = ((Endpoint.Tcp) Endpoint.parse(address)).port();
    return SocketChannel.open(new InetSocketAddress(LOOPBACK, port));
  }

  /** Byte n of the stream is byte n of the pattern, over and over. */
  private static byte[] pattern() {
    byte[] pattern = new byte[PATTERN_BYTES];
    new Random(1).nextBytes(pattern);
    return pattern;
  }

  /** Gives true when all has been taken, false when the channel was closed before. */
  private static boolean write(SocketChannel channel, AtomicLongArray taken, int index)
      throws IOException {
    ByteBuffer pattern = ByteBuffer.allocateDirect(PATTERN_BYTES).put(pattern()).flip();
    try {
      while (taken.get(index) < size(index)) {
        int from = (int) (taken.get(index) % PATTERN_BYTES);
        int size = (int) Math.min(PATTERN_BYTES - from, size(index) - taken.get(index));
        taken.addAndGet(index, channel.write(pattern.slice(from, size)));
      }
      channel.shutdownOutput();
      return true;
    } catch (ClosedChannelException e) {
      return false;
    }
  }

  /** The number of bytes until the end, each of which is the one that was sent there. */
  private static long readAll(SocketChannel channel) throws IOException {
    ByteBuffer pattern = ByteBuffer.wrap(pattern());
    ByteBuffer buffer = ByteBuffer.allocateDirect(PATTERN_BYTES);
    long all = 0;
    while (true) {
      int from = (int) (all % PATTERN_BYTES);
      int read = channel.read(buffer.clear().limit(PATTERN_BYTES - from));
      if (read < 0) {
        return all;
      }
      long at = all;
      assertEquals(-1, buffer.flip().mismatch(pattern.slice(from, read)), () -> "behind " + at);
      all += read;
    }
  }

  private static long sum(AtomicLongArray counts) {
    long sum = 0;
    for (int i = 0; i < counts.length(); i++) {
      sum += counts.get(i);
    }
    return sum;
  }

  private Path config(String[] plans, ServerSocketChannel server) throws IOException {
    StringBuilder text = new StringBuilder("proxies:\n");
    for (int i = 0; i < plans.length; i++) {
      text.append(
          "  - {name: p%d, listen: 'tcp://127.0.0.1:0', upstream: 'tcp://127.0.0.1:%d', faults: %s}\n"
              .formatted(i, server.socket().getLocalPort(), plans[i]));
    }
    return Files.writeString(folder.resolve("proxies.yaml"), text);
  }

  private static long residentBytes(Process process) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElseThrow();
  }
}
