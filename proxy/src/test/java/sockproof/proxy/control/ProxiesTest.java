package sockproof.proxy.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.relay.RelayConfig;
import sockproof.proxy.trace.TraceSink;

class ProxiesTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final Proxies proxies =
      new Proxies(name -> TraceSink.NONE, RelayConfig.Recorded.FAULTS_AND_ERRORS);

  @AfterEach
  void closeAll() {
    proxies.close();
  }

  private static ProxySettings proxy(String name, int listen, int upstream) {
    return ProxySettings.between(
        name, new Endpoint.Tcp("127.0.0.1", listen), new Endpoint.Tcp("127.0.0.1", upstream), 1);
  }

  private static Socket connect(ManagedProxy proxy) throws IOException {
    return new Socket(LOOPBACK, ((Endpoint.Tcp) proxy.listenEndpoint()).port());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void eachProxyGoesToItsOwnUpstream() throws IOException {
    try (ServerSocket one = new ServerSocket(0, 50, LOOPBACK);
        ServerSocket other = new ServerSocket(0, 50, LOOPBACK)) {
      List<ManagedProxy> created =
          proxies.create(
              List.of(
                  proxy("one", 0, one.getLocalPort()), proxy("other", 0, other.getLocalPort())));
      for (int i = 0; i < 2; i++) {
        try (Socket client = connect(created.get(i));
            Socket accepted = (i == 0 ? one : other).accept()) {
          client.getOutputStream().write("hello".getBytes(UTF_8));
          assertEquals("hello", new String(accepted.getInputStream().readNBytes(5), UTF_8));
        }
      }
    }
  }

  @Test
  void noneIsCreatedWhereOneCannotBe() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
      int free = freePort();
      ControlException error =
          assertThrows(
              ControlException.class,
              () ->
                  proxies.create(
                      List.of(proxy("a", free, 1), proxy("b", taken.getLocalPort(), 1))));
      assertEquals(ControlException.Reason.REFUSED, error.reason());
      assertTrue(
          String.valueOf(error.getMessage()).contains("another program has the port"),
          error.getMessage());
      assertEquals(List.of(), proxies.all());
      try (ServerSocket mine = new ServerSocket()) {
        mine.bind(new InetSocketAddress(LOOPBACK, free));
      }
    }
  }

  @Test
  void aNameIsTakenOnce() throws IOException {
    proxies.create(List.of(proxy("a", 0, 1)));
    ControlException error =
        assertThrows(
            ControlException.class,
            () -> proxies.create(List.of(proxy("b", 0, 1), proxy("a", 0, 1))));
    assertEquals(ControlException.Reason.EXISTS, error.reason());
    assertEquals(1, proxies.all().size());
    ControlException twice =
        assertThrows(
            ControlException.class,
            () -> proxies.create(List.of(proxy("c", 0, 1), proxy("c", 0, 1))));
    assertEquals(ControlException.Reason.EXISTS, twice.reason());
    assertEquals(1, proxies.all().size());
  }

  @Test
  void aDisabledProxyDoesNotListen() throws IOException {
    int port = freePort();
    ManagedProxy proxy = proxies.create(List.of(proxy("a", port, 1).withEnabled(false))).getFirst();
    assertTrue(proxy.relay().isEmpty());
    assertFalse(proxy.settings().enabled());
    assertThrows(IOException.class, () -> connect(proxy).close());
  }
}
