package sockproof.proxy.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import eu.rekawek.toxiproxy.model.toxic.Latency;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The unmodified Java client of toxiproxy: each toxic by its effect. */
class ToxiproxyClientTest {
  private ApiSetup setup;
  private ToxiproxyClient client;
  private Proxy proxy;

  @BeforeEach
  void start() throws IOException {
    setup = new ApiSetup(Optional.empty());
    client = new ToxiproxyClient("127.0.0.1", setup.api.address().getPort());
    proxy = client.createProxy("p", "127.0.0.1:0", setup.upstream());
  }

  @AfterEach
  void end() throws IOException {
    setup.close();
  }

  private record Pair(Socket client, Socket server) implements AutoCloseable {
    void sendToClient(String text) throws IOException {
      server.getOutputStream().write(text.getBytes(UTF_8));
    }

    String read(int size) throws IOException {
      return new String(client.getInputStream().readNBytes(size), UTF_8);
    }

    @Override
    public void close() throws IOException {
      client.close();
      server.close();
    }
  }

  private Pair open() throws IOException {
    Socket socket = ApiSetup.connect(proxy.getListen());
    return new Pair(socket, setup.server.accept());
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }

  @Test
  void proxiesComeAndGo() throws IOException {
    assertTrue(client.version().contains("2."), client.version());
    assertEquals(1, client.getProxies().size());
    assertEquals("p", client.getProxy("p").getName());
    assertEquals(setup.upstream(), client.getProxy("p").getUpstream());
    assertThrows(IOException.class, () -> client.createProxy("p", "127.0.0.1:0", "127.0.0.1:9"));
    assertThrows(IOException.class, () -> client.getProxy("q"));
    proxy.delete();
    assertEquals(0, client.getProxies().size());
  }

  @Test
  void latencyOnAnOpenConnectionAndItsRemoval() throws IOException {
    try (Pair pair = open()) {
      Latency latency = proxy.toxics().latency("slow", ToxicDirection.DOWNSTREAM, 300);
      long start = System.nanoTime();
      pair.sendToClient("a");
      assertEquals("a", pair.read(1));
      assertTrue(millisSince(start) >= 300);
      latency.setLatency(3_600_000);
      latency.setJitter(1);
      assertEquals(3_600_000, proxy.toxics().get("slow", Latency.class).getLatency());
      pair.sendToClient("stuck");
      latency.remove();
      assertEquals("stuck", pair.read(5));
      assertEquals(0, proxy.toxics().getAll().size());
    }
  }

  @Test
  void bandwidth() throws IOException {
    proxy.toxics().bandwidth("narrow", ToxicDirection.DOWNSTREAM, 100);
    try (Pair pair = open()) {
      long start = System.nanoTime();
      pair.sendToClient("x".repeat(60_000));
      assertEquals(60_000, pair.read(60_000).length());
      assertTrue(millisSince(start) >= 400, "60 kB at 100 kB/s");
    }
  }

  @Test
  void slowClose() throws IOException {
    proxy.toxics().slowClose("late", ToxicDirection.DOWNSTREAM, 300);
    try (Pair pair = open()) {
      long start = System.nanoTime();
      pair.server().close();
      assertEquals("", pair.read(1));
      assertTrue(millisSince(start) >= 300);
    }
  }

  @Test
  void timeoutDropsAndCloses() throws IOException {
    proxy.toxics().timeout("gone", ToxicDirection.DOWNSTREAM, 200);
    try (Pair pair = open()) {
      pair.sendToClient("lost");
      assertEquals("", pair.read(4));
      assertEquals(-1, pair.server().getInputStream().read());
    }
  }

  @Test
  void timeoutZeroHoldsUntilItIsRemoved() throws IOException {
    proxy.toxics().timeout("gone", ToxicDirection.DOWNSTREAM, 0);
    try (Pair pair = open()) {
      pair.sendToClient("lost");
      proxy.toxics().get("gone").remove();
      assertEquals("", pair.read(4));
    }
  }

  @Test
  void resetPeer() throws IOException {
    proxy.toxics().resetPeer("rst", ToxicDirection.DOWNSTREAM, 50);
    try (Pair pair = open()) {
      pair.sendToClient("lost");
      assertThrows(SocketException.class, () -> pair.read(4));
    }
  }

  @Test
  void slicer() throws IOException {
    proxy.toxics().slicer("sliced", ToxicDirection.DOWNSTREAM, 4, 20_000);
    try (Pair pair = open()) {
      long start = System.nanoTime();
      pair.sendToClient("x".repeat(40));
      byte[] buffer = new byte[40];
      assertTrue(pair.client().getInputStream().read(buffer) < 40);
      pair.client().getInputStream().read(buffer);
      assertTrue(millisSince(start) >= 20);
    }
  }

  @Test
  void limitData() throws IOException {
    proxy.toxics().limitData("short", ToxicDirection.UPSTREAM, 3);
    try (Pair pair = open()) {
      pair.client().getOutputStream().write("hello".getBytes(UTF_8));
      assertEquals("hel", new String(pair.server().getInputStream().readAllBytes(), UTF_8));
      assertEquals("", pair.read(1));
    }
  }

  @Test
  void disabledIsDown() throws IOException {
    String listen = proxy.getListen();
    try (Pair pair = open()) {
      proxy.disable();
      assertFalse(proxy.isEnabled());
      assertThrows(IOException.class, () -> ApiSetup.connect(listen).close());
      assertThrows(SocketException.class, () -> pair.read(1));
      proxy.enable();
      assertEquals(listen, proxy.getListen());
    }
    open().close();
  }

  @Test
  void resetEnablesAllAndRemovesToxics() throws IOException {
    proxy.toxics().timeout("gone", ToxicDirection.UPSTREAM, 0).setToxicity(0.5f);
    proxy.disable();
    client.reset();
    assertTrue(client.getProxy("p").isEnabled());
    assertEquals(0, client.getProxy("p").toxics().getAll().size());
  }
}
