package sockproof.proxy.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.trace.TraceEvent;

/**
 * Receivers that leave in the kernel what they got. They are right to, and lockstep must not starve
 * them. Perl, which every Debian has, can peek.
 */
@Timeout(60)
class LockstepPatienceTest {
  private static final String PEEKS =
      "recv(S, my $head, 4, MSG_PEEK | MSG_WAITALL); print length $head;";
  private static final String PEEKS_NOW_AND_THEN =
      "my $head = ''; until (length $head >= 4) { select undef, undef, undef, 0.01;"
          + " recv(S, $head, 4, MSG_PEEK) } print length $head;";
  private static final String SLEEPS =
      "while (1) { select undef, undef, undef, 0.4; sysread(S, my $p, 4096) or last;"
          + " print \"$p|\" }";

  @TempDir Path directory;

  private static String connect(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Tcp(String host, int port) ->
          "socket(S, PF_INET, SOCK_STREAM, 0); connect(S, pack_sockaddr_in(%d, inet_aton('%s')));"
              .formatted(port, host);
      case Endpoint.Unix(Path path) ->
          "socket(S, PF_UNIX, SOCK_STREAM, 0); connect(S, pack_sockaddr_un('%s'));".formatted(path);
      default -> throw new AssertionError(endpoint);
    };
  }

  private record Outcome(String printed, Duration took, List<TraceEvent> paced) {}

  private Outcome receive(Peers.Network network, String script) throws Exception {
    Plan plan =
        PlanReader.parse(
            "fragment: {to: client, at: [2, 5]}", "test", Medium.TCP, new Framing.None());
    try (Peers.Setup setup = Peers.setUp(network, directory, config -> config.withPlan(plan))) {
      long start = System.nanoTime();
      Process perl =
          new ProcessBuilder(
                  "perl", "-MSocket", "-e", connect(setup.relay.listenEndpoint()) + script)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (SocketChannel server = setup.server.accept()) {
        Peers.write(server, "abcdefgh");
      }
      String printed = new String(perl.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertEquals(0, perl.waitFor());
      return new Outcome(
          printed,
          Duration.ofNanos(System.nanoTime() - start),
          setup.relay.history().events(TraceEvent.Kind.PACED_BY_TIME));
    }
  }

  /** On a Unix socket such a call waits for nothing. */
  @Test
  void oneThatPeeksForMoreGetsMoreAtOnce() throws Exception {
    Outcome outcome = receive(Peers.Network.TCP4, PEEKS);
    assertEquals("4", outcome.printed());
    assertTrue(outcome.took().toMillis() < 900, outcome::toString);
    assertEquals(1, outcome.paced().size());
    assertTrue(outcome.paced().getFirst().toString().contains("leaves what it got unread"));
  }

  @Test
  void oneThatPeeksNowAndThenGetsMoreInTheEnd() throws Exception {
    Outcome outcome = receive(Peers.Network.TCP4, PEEKS_NOW_AND_THEN);
    assertEquals("4", outcome.printed());
    assertEquals(1, outcome.paced().size());
  }

  @ParameterizedTest
  @EnumSource(names = {"TCP4", "UNIX"})
  void oneThatSleepsStillGetsPieceByPiece(Peers.Network network) throws Exception {
    Outcome outcome = receive(network, SLEEPS);
    assertEquals("ab|cde|fgh|", outcome.printed());
    assertEquals(List.of(), outcome.paced());
  }
}
