package sockproof.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each server with each of its clients, as two people would run them. */
class RolesTogetherTest {
  private static final Exit OK = new Exit.Status(0);

  @TempDir Path folder;

  private static String[] args(String... args) {
    return args;
  }

  private static String[] with(String[] first, String... more) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @ParameterizedTest
  @CsvSource({"line,4", "crlf,4", "fixed:12,4", "length-prefix,4", "eof,4", "line,6"})
  void tcp(String framing, String ip) throws Exception {
    String[] common = args("--framing", framing, "--ip", ip);
    try (RoleRun server = RoleRun.start(with(args("tcp-server", "--port", "0"), common))) {
      InetSocketAddress address = server.listening();
      String[] client = args("tcp-client", "--port", "" + address.getPort());
      try (RoleRun run =
          RoleRun.startWithInput("hello, world\nHello, again\n", with(client, common))) {
        assertEquals(OK, run.exit(), run::err);
        String from =
            "reply from " + (ip.equals("4") ? "127.0.0.1" : "[::1]") + ":" + address.getPort();
        assertEquals(from + ": HELLO, WORLD\n" + from + ": HELLO, AGAIN\n", run.out());
      }
      server.awaitOut("says \"Hello, again\"");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "udp-client,4",
    "udp-connected-client,4",
    "udp-matching-client,4",
    "udp-client,6",
    "udp-connected-client,6",
    "udp-matching-client,6"
  })
  void udp(String role, String ip) throws Exception {
    try (RoleRun server = RoleRun.start("udp-server", "--port", "0", "--ip", ip)) {
      String port = "" + server.listening().getPort();
      try (RoleRun run =
          RoleRun.start(role, "--port", port, "--ip", ip, "--message", "a", "--message", "b")) {
        assertEquals(OK, run.exit(), run::err);
        String from = "reply from " + (ip.equals("4") ? "127.0.0.1" : "[::1]") + ":" + port;
        assertEquals(from + ": A\n" + from + ": B\n", run.out());
      }
      server.awaitOut("says \"b\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp-client", "udp-connected-client", "udp-matching-client"})
  void unixDatagram(String role) throws Exception {
    String path = folder.resolve("server.socket").toString();
    try (RoleRun server = RoleRun.start("udp-server", "--unix", path)) {
      server.awaitOut("Listening at " + path);
      try (RoleRun run = RoleRun.start(role, "--unix", path, "--message", "a", "--message", "b")) {
        assertEquals(OK, run.exit(), run::err);
        assertEquals("reply from " + path + ": A\nreply from " + path + ": B\n", run.out());
      }
    }
    assertEquals(0, folder.toFile().list().length, "the socket's file is gone");
  }

  @Test
  void unixStream() throws Exception {
    String path = folder.resolve("server.socket").toString();
    try (RoleRun server = RoleRun.start("tcp-server", "--unix", path)) {
      server.awaitOut("Listening at " + path);
      try (RoleRun run = RoleRun.start("tcp-client", "--unix", path, "--message", "a")) {
        assertEquals(OK, run.exit(), run::err);
        assertEquals("reply from " + path + ": A\n", run.out());
      }
      assertEquals("client unnamed-1 says \"a\"\n", server.awaitOut("says").split("\n", 2)[1]);
    }
    assertEquals(0, folder.toFile().list().length, "the socket's file is gone");
  }

  @Test
  void severalServersAtOnce() throws Exception {
    try (RoleRun one = RoleRun.start("udp-server", "--port", "0");
        RoleRun two = RoleRun.start("udp-server", "--host", "", "--port", "0")) {
      String first = "127.0.0.1:" + one.listening().getPort();
      String second = "127.0.0.2:" + two.listening().getPort();
      try (RoleRun run =
          RoleRun.start(
              "udp-matching-client", "--server", first, "--server", second, "--message", "a")) {
        assertEquals(OK, run.exit(), run::err);
        assertEquals(
            List.of("reply from " + first + ": A", "reply from " + second + ": A"),
            run.out().lines().sorted().toList());
      }
    }
  }
}
