package sockproof.harness.check.transparent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sockproof.harness.check.CheckResult;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.RealPeers.Other;
import sockproof.harness.exchange.Role;
import sockproof.proxy.plan.Endpoint;
import sockproof.reference.message.Framing;
import sockproof.reference.net.Transport;
import sockproof.reference.peer.ServerConfig;
import sockproof.reference.peer.UppercaseServer;

/** The reference's datagram clients and server and their mutants, with real partners. */
class DatagramMutantsTest {
  private static final Network UDP = Network.parse("udp", 4);
  private static final Network UNIX = Network.parse("unix-datagram", 4);

  @TempDir private Path folder;

  private static CheckResult client(String role, String... options) throws Exception {
    try (UppercaseServer server = UppercaseServer.start(ServerConfig.udp())) {
      List<String> words = new ArrayList<>(List.of(role));
      words.addAll(
          role.equals("udp-matching-client")
              ? List.of("--server={host}:{port}")
              : List.of("{host}", "{port}"));
      words.addAll(List.of(options));
      return new TransparentRun(Role.CLIENT, UDP)
          .saying("hello", "and another one", "and a third one")
          .run(
              TransparentRun.reference(Role.CLIENT, UDP, words),
              new Endpoint.Udp("127.0.0.1", ((InetSocketAddress) server.address()).getPort()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp-connected-client", "udp-matching-client"})
  void theRightClientHasNoFinding(String role) throws Exception {
    CheckResult result = client(role, "--timeout", "1s");
    assertEquals(List.of(), TransparentRun.ids(result), TransparentRun.story(result));
  }

  @ParameterizedTest
  @CsvSource({
    "source-unchecked, udp-matching-client",
    "port-unchecked, udp-matching-client",
    "host-unchecked, udp-matching-client",
    "stray-ends-wait, udp-matching-client",
    "duplicate-desync, udp-connected-client",
    "loss-hang, udp-connected-client",
    "no-retry, udp-connected-client",
    "empty-datagram-ends, udp-connected-client",
  })
  void theBugOfAClientIsNamed(String bug, String role) throws Exception {
    CheckResult result = client(role, "--timeout", "1s", "--mutant", bug);
    assertTrue(TransparentRun.ids(result).contains(bug), TransparentRun.story(result));
    assertEquals(1, result.findings().size(), TransparentRun.story(result));
  }

  private static CheckResult server(String... options) throws Exception {
    List<String> client = List.of("udp-connected-client", "{host}", "{port}");
    return new TransparentRun(Role.SERVER, UDP)
        .run(
            TransparentRun.reference(
                Role.SERVER, UDP, List.of("udp-server", "{host}", "{port}"), options),
            new Other.Driver(
                TransparentRun.reference(
                    Role.CLIENT, UDP, client, "--message", "hello", "--timeout", "1s")));
  }

  @Test
  void theRightServerHasNoFinding() throws Exception {
    CheckResult result = server();
    assertEquals(List.of(), TransparentRun.ids(result), TransparentRun.story(result));
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty-datagram-ends", "bad-input-kills"})
  void theBugOfAServerIsNamed(String bug) throws Exception {
    CheckResult result = server("--mutant", bug);
    assertEquals(List.of(bug), TransparentRun.ids(result), TransparentRun.story(result));
  }

  @Test
  void unixSocketsAreCheckedAsWell() throws Exception {
    Path path = folder.resolve("server.sock");
    ServerConfig config =
        ServerConfig.of(
            Transport.UNIX_DATAGRAM, UnixDomainSocketAddress.of(path), new Framing.Eof());
    try (UppercaseServer server = UppercaseServer.start(config)) {
      TransparentRun run = new TransparentRun(Role.CLIENT, UNIX).saying("hello");
      List<String> words =
          List.of("udp-matching-client", "--server=unix:{path}", "--timeout", "1s");
      Endpoint upstream = new Endpoint.UnixDatagram(path);
      CheckResult right = run.run(TransparentRun.reference(Role.CLIENT, UNIX, words), upstream);
      assertEquals(List.of(), TransparentRun.ids(right), TransparentRun.story(right));
      CheckResult wrong =
          run.run(
              TransparentRun.reference(Role.CLIENT, UNIX, words, "--mutant", "source-unchecked"),
              upstream);
      assertEquals(
          List.of("source-unchecked"), TransparentRun.ids(wrong), TransparentRun.story(wrong));
      assertEquals(path, ((UnixDomainSocketAddress) server.address()).getPath());
    }
  }
}
