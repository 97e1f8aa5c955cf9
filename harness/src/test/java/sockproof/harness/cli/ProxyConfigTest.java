package sockproof.harness.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sockproof.proxy.plan.Endpoint;

/** {@code sockproof proxy --config}: many proxies of one file. */
class ProxyConfigTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @TempDir private Path folder;

  private static String failure(String... options) {
    String[] args = new String[options.length + 1];
    args[0] = "proxy";
    System.arraycopy(options, 0, args, 1, options.length);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Program.commandLine(args)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(args);
    assertEquals(ExitStatus.USAGE, status, err::toString);
    assertEquals("", out.toString());
    assertEquals(1, err.toString().lines().count(), err::toString);
    return err.toString();
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("proxies.yaml"), text);
  }

  @Test
  void mistakesNameTheFileLineAndColumn() throws IOException {
    Path file = file("proxies:\n  - name: a\n    listen: tcp://127.0.0.1:0\n");
    assertTrue(failure("--config", file.toString()).contains(file + ":2:5: the key `upstream`"));
    file("proxies: [\n");
    assertTrue(failure("--config", file.toString()).contains(file + ":2:1: this is not YAML"));
    Files.write(file, "proxies: [é]".getBytes(ISO_8859_1));
    assertTrue(failure("--config", file.toString()).contains("not text in UTF-8"));
    assertTrue(failure("--config", folder.toString()).contains("cannot be read"));
    assertTrue(failure("--config", folder + "/none").contains("there is no such file"));
  }

  @Test
  void theFileTakesThePlaceOfTheOtherOptions() throws IOException {
    Path file = file("proxies: []");
    String both = failure("--config", file.toString(), "--fault", "drop");
    assertTrue(both.contains("--config takes the place of"), both);
    assertTrue(failure("--listen", "tcp://127.0.0.1:0").contains("--upstream is missing"));
    assertTrue(failure().contains("--listen is missing; give --listen and --upstream, or"));
  }

  @Test
  void anApiThatOthersReachNeedsAToken() {
    String open = failure("--api", "0.0.0.0:0");
    assertTrue(open.contains("--api: 0.0.0.0:0 can be reached from other machines"), open);
    assertTrue(failure("--api", "127.0.0.1").contains("--api: address"));
    assertTrue(failure("--api-token", "x").contains("--api-token is for --api"));
    assertTrue(failure("--api", "127.0.0.1:0", "--api-token", "").contains("is empty"));
  }

  @Test
  void aPortInUseNamesTheProxyAndStartsNone() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      free = socket.getLocalPort();
    }
    try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
      Path file =
          file(
              """
              proxies:
                - {name: a, listen: 'tcp://127.0.0.1:%d', upstream: 'tcp://127.0.0.1:9'}
                - {name: b, listen: 'tcp://127.0.0.1:%d', upstream: 'tcp://127.0.0.1:9'}
              """
                  .formatted(free, taken.getLocalPort()));
      String error = failure("--config", file.toString());
      assertTrue(error.contains(file + ":3:5: Cannot listen on tcp://127.0.0.1:"), error);
      try (ServerSocket again = new ServerSocket()) {
        again.bind(new InetSocketAddress(LOOPBACK, free));
      }
    }
  }

  @Test
  void everyProxyOfTheFileRelays() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, LOOPBACK)) {
      Path file =
          file(
              """
              proxies:
                - name: plain
                  listen: tcp://127.0.0.1:0
                  upstream: tcp://127.0.0.1:%1$d
                - name: cut
                  listen: tcp://127.0.0.1:0
                  upstream: tcp://127.0.0.1:%1$d
                  faults: {limit: {bytes: 2}}
                - name: off
                  listen: tcp://127.0.0.1:0
                  upstream: tcp://127.0.0.1:%1$d
                  enabled: false
              """
                  .formatted(server.getLocalPort()));
      Process proxy = ProxyProcess.start("--config", file.toString());
      try (BufferedReader out = proxy.inputReader();
          BufferedReader err = proxy.errorReader()) {
        assertEquals("hello", sent(out.readLine(), "plain", server));
        assertEquals("he", sent(out.readLine(), "cut", server));
        assertEquals("off disabled", out.readLine());
        assertTrue(err.readLine().startsWith("seed "));
        ProxyProcess.end(proxy, "TERM");
      } finally {
        proxy.destroyForcibly();
      }
    }
  }

  private static String sent(String line, String name, ServerSocket server) throws IOException {
    String[] nameAndAddress = line.split(" ", 2);
    assertEquals(name, nameAndAddress[0]);
    try (Socket client = ProxyProcess.connect(nameAndAddress[1]);
        Socket accepted = server.accept()) {
      client.getOutputStream().write("hello".getBytes(UTF_8));
      client.shutdownOutput();
      assertTrue(Endpoint.parse(nameAndAddress[1]) instanceof Endpoint.Tcp);
      return new String(accepted.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
