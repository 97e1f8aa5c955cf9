package sockproof.harness.check.transparent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sockproof.harness.check.CheckResult;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.Role;

/**
 * Programs of Debian against one another: what the transparent mode finds in them, no more and no
 * less. Each finding was looked at by hand; docs/checking-any-protocol.md says what it means.
 */
class RealProgramsTest {
  private static final Network TCP = Network.parse("tcp", 4);
  private static final Network UDP = Network.parse("udp", 4);

  private static final String[] REDIS = {
    "redis-server", "--port", "{port}", "--bind", "127.0.0.1", "--save", ""
  };
  private static final String[] DNSMASQ = {
    "dnsmasq",
    "--keep-in-foreground",
    "--conf-file=/dev/null",
    "--pid-file=",
    "--user=",
    "--no-resolv",
    "--no-hosts",
    "--listen-address=127.0.0.1",
    "--bind-interfaces",
    "--port={port}",
    "--address=/example.test/192.0.2.7"
  };
  private static final String DIG = "dig @{host} -p {port} example.test +short +time=1 +tries=2";

  /** Well above curl's `-m 2`; and twice of it well above the 5 s of TFTP clients. */
  private static final Duration DEADLINE = Duration.ofMillis(3_500);

  @TempDir private Path folder;

  /** A TFTP server gives up its rights, and then has to reach the file all the same. */
  @BeforeEach
  void makeFiles() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(folder.resolve("hello.html"), "<p>hello</p>\n<p>world</p>\n");
    Files.writeString(folder.resolve("hello.txt"), "hello, tftp\n");
  }

  private static void assertFindings(List<String> expected, CheckResult result) {
    assertEquals(expected, TransparentRun.ids(result), TransparentRun.story(result));
  }

  private static CheckResult client(Network network, RealServer server, String... command)
      throws Exception {
    TransparentRun run = new TransparentRun(Role.CLIENT, network).within(DEADLINE);
    return run.run(run.program(command), server.endpoint());
  }

  private static CheckResult server(Network network, String driver, String... command)
      throws Exception {
    TransparentRun run = new TransparentRun(Role.SERVER, network).within(DEADLINE);
    return run.run(run.program(command), run.driver(driver));
  }

  @Test
  void redisCliWaitsForEverForAServerThatHasStopped() throws Exception {
    RealServer.requirePrograms("redis-server", "redis-cli");
    try (RealServer redis = RealServer.start(TCP, folder, REDIS)) {
      assertFindings(
          List.of("no-deadline"),
          client(TCP, redis, "redis-cli", "-h", "{host}", "-p", "{port}", "PING"));
    }
  }

  @Test
  void redisServerHasNoFinding() throws Exception {
    RealServer.requirePrograms("redis-server", "redis-cli");
    assertFindings(List.of(), server(TCP, "redis-cli -h {host} -p {port} PING", REDIS));
  }

  @Test
  void digHasNoFinding() throws Exception {
    RealServer.requirePrograms("dnsmasq", "dig");
    try (RealServer dns = RealServer.start(UDP, folder, DNSMASQ)) {
      assertFindings(List.of(), client(UDP, dns, DIG.split(" ")));
    }
  }

  @Test
  void dnsmasqHasNoFinding() throws Exception {
    RealServer.requirePrograms("dnsmasq", "dig");
    assertFindings(List.of(), server(UDP, DIG, DNSMASQ));
  }

  @Test
  void curlAndWgetTakeAHeaderThatIsCutShortForAWholeAnswer() throws Exception {
    RealServer.requirePrograms("python3", "curl", "wget");
    String page = "http://{host}:{port}/hello.html";
    try (RealServer web = webServer()) {
      List<String> expected = List.of("early-eof-accepted");
      assertFindings(expected, client(TCP, web, "curl", "-s", "-m", "2", page));
      assertFindings(
          expected, client(TCP, web, "wget", "-q", "-T", "1", "-t", "1", "-O", "-", page));
    }
  }

  private RealServer webServer() throws Exception {
    return RealServer.start(
        TCP, folder, "python3", "-m", "http.server", "--bind", "127.0.0.1", "{port}");
  }

  private RealServer tftpServer() throws Exception {
    assumeTrue(isRoot(), "in.tftpd takes root");
    return RealServer.start(UDP, folder, tftpd());
  }

  private String[] tftpd() {
    return new String[] {
      "in.tftpd",
      "--foreground",
      "--listen",
      "--address",
      "127.0.0.1:{port}",
      "--user",
      "nobody",
      "--secure",
      folder.toString()
    };
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  @Test
  void tftpClientsBelieveStrangers() throws Exception {
    RealServer.requirePrograms("in.tftpd", "tftp", "atftp");
    try (RealServer server = tftpServer()) {
      assertFindings(
          List.of("source-unchecked"),
          client(UDP, server, "tftp", "{host}", "{port}", "-c", "get", "hello.txt", "/dev/stdout"));
      assertFindings(
          List.of("source-unchecked", "empty-datagram-ends"),
          client(
              UDP,
              server,
              "atftp",
              "--get",
              "--remote-file",
              "hello.txt",
              "--local-file",
              "/dev/stdout",
              "{host}",
              "{port}"));
    }
  }

  @Test
  void curlAcknowledgesTheFileOfATftpServerToAStranger() throws Exception {
    RealServer.requirePrograms("in.tftpd", "curl");
    try (RealServer server = tftpServer()) {
      TransparentRun run = new TransparentRun(Role.CLIENT, UDP).within(Duration.ofSeconds(6));
      assertFindings(
          List.of("stray-ends-wait"),
          run.run(
              run.program("curl", "-s", "-m", "4", "tftp://{host}:{port}/hello.txt"),
              server.endpoint()));
    }
  }

  @Test
  void aTftpServerThatAnswersFromNewPortsHasNoFinding() throws Exception {
    RealServer.requirePrograms("in.tftpd", "tftp");
    assumeTrue(isRoot(), "in.tftpd takes root");
    assertFindings(
        List.of(), server(UDP, "tftp {host} {port} -c get hello.txt /dev/stdout", tftpd()));
  }
}
