package sockproof.harness.check.transparent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.harness.check.CheckResult;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.RealPeers.Other;
import sockproof.harness.exchange.Role;
import sockproof.harness.subject.Subject;
import sockproof.proxy.plan.Endpoint;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;
import sockproof.reference.net.Transport;
import sockproof.reference.peer.ServerConfig;
import sockproof.reference.peer.UppercaseServer;

/**
 * The reference's stream client and server and their mutants, of whose protocol the checks of the
 * transparent mode know nothing.
 */
class StreamMutantsTest {
  private static final Network TCP = Network.parse("tcp", 4);
  private static final Network UNIX = Network.parse("unix", 4);
  private static final String MESSAGE = "hello, transparent wörld";

  @TempDir private Path folder;

  private static List<String> role(String word, String framing) {
    return List.of(word, "{host}", "{port}", "--framing", framing, "--charset", "utf-8");
  }

  private static UppercaseServer uppercase(String framing) throws Exception {
    return UppercaseServer.start(
        ServerConfig.tcp(Framing.parse(framing)).withText(TextRules.UTF_8));
  }

  private static CheckResult client(String framing, List<String> options, String... only)
      throws Exception {
    try (UppercaseServer server = uppercase(framing)) {
      int port = ((InetSocketAddress) server.address()).getPort();
      List<String> words = new ArrayList<>(role("tcp-client", framing));
      words.addAll(options);
      return new TransparentRun(Role.CLIENT, TCP)
          .saying(MESSAGE, "and another ünit")
          .only(only)
          .run(
              TransparentRun.reference(Role.CLIENT, TCP, words),
              new Endpoint.Tcp("127.0.0.1", port));
    }
  }

  @ParameterizedTest
  @CsvSource({"line", "crlf", "length-prefix"})
  void theRightClientHasNoFinding(String framing) throws Exception {
    CheckResult result = client(framing, List.of("--timeout", "1s"));
    assertEquals(List.of(), TransparentRun.ids(result), TransparentRun.story(result));
    Set<String> verdicts =
        verdicts(result, Set.of("single-recv", "early-eof-accepted", "no-deadline"));
    assertEquals(Set.of("pass"), verdicts, TransparentRun.story(result));
  }

  private static Set<String> verdicts(CheckResult result, Set<String> ids) {
    return result.checks().stream()
        .filter(line -> ids.contains(line.finding().id()))
        .map(CheckResult.Line::verdict)
        .collect(java.util.stream.Collectors.toSet());
  }

  @ParameterizedTest
  @CsvSource({
    "single-recv, line",
    "single-recv, length-prefix",
    "header-split, length-prefix",
    "delimiter-split, crlf",
    "utf8-split, line",
    "early-eof-accepted, line",
    "eof-hang, line",
    "eof-spin, line",
    "reset-hang, line",
    "no-deadline, line",
    "noisy-failure, line",
    "crash, line",
  })
  void theBugOfAClientIsNamed(String bug, String framing) throws Exception {
    CheckResult result = client(framing, List.of("--timeout", "1s", "--mutant", bug));
    assertEquals(List.of(bug), TransparentRun.ids(result), TransparentRun.story(result));
  }

  private static CheckResult server(String framing, String... options) throws Exception {
    Subject client =
        TransparentRun.reference(
            Role.CLIENT,
            TCP,
            List.of("tcp-client", "{host}", "{port}", "--framing", framing, "--charset", "utf-8"),
            "--message",
            MESSAGE,
            "--timeout",
            "1s");
    return new TransparentRun(Role.SERVER, TCP)
        .run(
            TransparentRun.reference(Role.SERVER, TCP, role("tcp-server", framing), options),
            new Other.Driver(client));
  }

  @Test
  void theRightServerHasNoFinding() throws Exception {
    CheckResult result = server("line");
    assertEquals(List.of(), TransparentRun.ids(result), TransparentRun.story(result));
  }

  @ParameterizedTest
  @CsvSource({
    "single-recv, line",
    "header-split, length-prefix",
    "delimiter-split, crlf",
    "utf8-split, line",
    "early-eof-accepted, line",
    "one-client-blocks, line",
    "bad-input-kills, line",
  })
  void theBugOfAServerIsNamed(String bug, String framing) throws Exception {
    CheckResult result = server(framing, "--mutant", bug);
    assertEquals(List.of(bug), TransparentRun.ids(result), TransparentRun.story(result));
  }

  @Test
  void unixSocketsAreCheckedAsWell() throws Exception {
    Path path = folder.resolve("server.sock");
    ServerConfig config =
        ServerConfig.of(Transport.UNIX, UnixDomainSocketAddress.of(path), new Framing.Line());
    try (UppercaseServer server = UppercaseServer.start(config)) {
      TransparentRun run = new TransparentRun(Role.CLIENT, UNIX).saying("hello");
      List<String> client = List.of("tcp-client", "--unix", "{path}", "--timeout", "1s");
      Endpoint upstream = new Endpoint.Unix(path);
      CheckResult right = run.run(TransparentRun.reference(Role.CLIENT, UNIX, client), upstream);
      assertEquals(List.of(), TransparentRun.ids(right), TransparentRun.story(right));
      CheckResult wrong =
          run.run(
              TransparentRun.reference(Role.CLIENT, UNIX, client, "--mutant", "single-recv"),
              upstream);
      assertEquals(List.of("single-recv"), TransparentRun.ids(wrong), TransparentRun.story(wrong));
      assertEquals(path, ((UnixDomainSocketAddress) server.address()).getPath());
    }
  }
}
