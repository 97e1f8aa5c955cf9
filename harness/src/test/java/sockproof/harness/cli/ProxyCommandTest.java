package sockproof.harness.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ProxyCommandTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tcp://127.0.0.1 | tcp://127.0.0.1:9 | line | drop      | --listen: address `tcp://127.0.0.1` needs a port
          tcp://127.0.0.1:0 | http://x | none | drop             | --upstream: address `http://x` is not one of
          tcp://127.0.0.1:0 | tcp://127.0.0.1:9 | word | drop    | --framing: framing `word` is not known
          tcp://127.0.0.1:0 | tcp://127.0.0.1:9 | none | drop    | --fault:1:1
          tcp://127.0.0.1:0 | tcp://127.0.0.1:9 | none | 'no: {' | --fault:1:
          tcp://127.0.0.1:0 | udp://127.0.0.1:9 | none | coalesce: {bytes: 1} | one carries streams
          """)
  void badUsageIsOneLine(
      String listen, String upstream, String framing, String fault, String expected) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] args = {
      "proxy", "--listen", listen, "--upstream", upstream, "--framing", framing, "--fault", fault
    };
    int status =
        Program.commandLine(args)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(args);
    assertEquals(ExitStatus.USAGE, status, err::toString);
    assertEquals("", out.toString());
    assertTrue(err.toString().contains(expected), err::toString);
    assertEquals(1, err.toString().lines().count(), err::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void relaysWithFaultsUntilItIsAskedToEnd(String signal) throws Exception {
    assumeTrue(signal.equals("TERM") || !isInterruptIgnored(), "SIGINT is ignored here");
    try (ServerSocket server = new ServerSocket(0, 50, LOOPBACK)) {
      Process proxy =
          ProxyProcess.start(
              "--listen",
              "tcp://127.0.0.1:0",
              "--upstream",
              "tcp://127.0.0.1:" + server.getLocalPort(),
              "--fault",
              "fragment: {to: client, every: 2}");
      try (BufferedReader out = proxy.inputReader();
          BufferedReader err = proxy.errorReader();
          Socket client = ProxyProcess.connect(out.readLine());
          Socket accepted = server.accept()) {
        assertTrue(err.readLine().startsWith("seed "));
        accepted.getOutputStream().write("abcde".getBytes(UTF_8));
        accepted.shutdownOutput();
        byte[] buffer = new byte[100];
        List<String> reads = new ArrayList<>();
        int read = client.getInputStream().read(buffer);
        while (read > 0) {
          reads.add(new String(buffer, 0, read, UTF_8));
          read = client.getInputStream().read(buffer);
        }
        assertEquals(List.of("ab", "cd", "e"), reads);
        client.shutdownOutput();
        ProxyProcess.end(proxy, signal);
      } finally {
        proxy.destroyForcibly();
      }
    }
  }

  @Test
  void errorsOfConnectionsArePrintedAndTheProxyGoesOn() throws Exception {
    int closedPort;
    try (ServerSocket closed = new ServerSocket(0, 50, LOOPBACK)) {
      closedPort = closed.getLocalPort();
    }
    Process proxy =
        ProxyProcess.start(
            "--listen", "tcp://127.0.0.1:0", "--upstream", "tcp://127.0.0.1:" + closedPort);
    try (BufferedReader out = proxy.inputReader();
        BufferedReader err = proxy.errorReader()) {
      String address = out.readLine();
      for (int i = 0; i < 2; i++) {
        try (Socket client = ProxyProcess.connect(address)) {
          assertThrows(IOException.class, () -> client.getInputStream().readAllBytes());
        }
        assertTrue(err.readLine().contains("connection refused"));
      }
      assertTrue(proxy.isAlive());
      ProxyProcess.end(proxy, "TERM");
    } finally {
      proxy.destroyForcibly();
    }
  }

  /** A shell without job control starts background jobs so, and their children inherit it. */
  private static boolean isInterruptIgnored() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void capturesUntilItEndsOrTheDiskIsFull(boolean full, @TempDir Path folder) throws Exception {
    Path file = full ? Path.of("/dev/full") : folder.resolve("out.pcapng");
    try (ServerSocket server = new ServerSocket(0, 50, LOOPBACK)) {
      Process proxy =
          ProxyProcess.start(
              "--listen",
              "tcp://127.0.0.1:0",
              "--upstream",
              "tcp://127.0.0.1:" + server.getLocalPort(),
              "--capture",
              file.toString());
      try (BufferedReader out = proxy.inputReader();
          BufferedReader err = proxy.errorReader();
          Socket client = ProxyProcess.connect(out.readLine());
          Socket accepted = server.accept()) {
        accepted.getOutputStream().write("before".getBytes(UTF_8));
        assertEquals("before", read(client, 6));
        if (full) {
          assertEquals(
              "capture /dev/full: No space left on device; the capture ends here, traffic goes on",
              err.readLine());
        }
        accepted.getOutputStream().write("after".getBytes(UTF_8));
        assertEquals("after", read(client, 5));
        accepted.shutdownOutput();
        client.shutdownOutput();
        assertEquals(-1, client.getInputStream().read());
        ProxyProcess.end(proxy, "TERM");
        assertEquals(List.of(), err.lines().toList());
      } finally {
        proxy.destroyForcibly();
      }
    }
    if (!full) {
      String bytes = Files.readString(file, ISO_8859_1);
      assertTrue(bytes.startsWith("\n\r\r\n"), "a pcapng section");
      assertTrue(bytes.contains("proxy clients") && bytes.contains("proxy server"));
      assertTrue(bytes.contains("before") && bytes.contains("after"));
    }
  }

  private static String read(Socket socket, int size) throws IOException {
    return new String(socket.getInputStream().readNBytes(size), UTF_8);
  }

  @Test
  void aCaptureThatCannotBeWrittenIsRefused(@TempDir Path folder) {
    String file = folder.resolve("none/out.pcapng").toString();
    StringWriter err = new StringWriter();
    String[] args = {
      "proxy", "--listen", "tcp://127.0.0.1:0", "--upstream", "tcp://127.0.0.1:9", "--capture", file
    };
    int status = Program.commandLine(args).setErr(new PrintWriter(err)).execute(args);
    assertEquals(ExitStatus.USAGE, status, err::toString);
    assertTrue(err.toString().contains("none does not exist"), err::toString);
    assertEquals(1, err.toString().lines().count(), err::toString);
  }
}
