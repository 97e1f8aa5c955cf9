package sockproof.harness.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sockproof.harness.process.SubjectProcess;
import sockproof.proxy.plan.Endpoint;

/** A stray comes to the socket of a client that has bound it and rests. */
@Timeout(60)
final class StrayBeforeConnectTest {
  private static final String BINDS_WHEN_TOLD =
      "$| = 1; <STDIN>; socket(S, PF_INET, SOCK_DGRAM, 0);"
          + " bind(S, sockaddr_in(0, INADDR_LOOPBACK)); print 'bound ';"
          + " recv(S, $stray, 100, 0); print $stray";

  /** The client binds when the first look is over, and rests for long before the second. */
  @Test
  void whatBindsBetweenTwoLooksIsFoundBeforeItCountsAsResting() throws Exception {
    List<Endpoint> servers = List.of(new Endpoint.Udp("127.0.0.1", 9));
    try (SubjectProcess client =
            SubjectProcess.start(
                List.of("perl", "-MSocket", "-e", BINDS_WHEN_TOLD),
                Map.of("PATH", System.getenv("PATH")),
                Path.of("/"));
        StrayBeforeConnect search =
            new StrayBeforeConnect(
                client,
                servers,
                () -> bindsAndRests(client),
                1,
                "a stray",
                Duration.ofSeconds(5))) {
      search.whileItStarts();
      assertTrue(client.awaitEnd(Duration.ofSeconds(20)), "nothing came to the client's socket");
      assertTrue(client.stdout().endsWith("a stray"), client::stdout);
    }
  }

  /** As a client with a socket for each message does, here with the second after the first. */
  @Test
  void eachOfSeveralSocketsIsSentAStray() throws Exception {
    List<Endpoint> servers = List.of(new Endpoint.Udp("127.0.0.1", 9));
    String script =
        "$| = 1; for (1, 2) { my $s; socket($s, PF_INET, SOCK_DGRAM, 0);"
            + " bind($s, sockaddr_in(0, INADDR_LOOPBACK)); recv($s, $stray, 100, 0);"
            + " print \"$stray\\n\" }";
    try (SubjectProcess client =
            SubjectProcess.start(
                List.of("perl", "-MSocket", "-e", script),
                Map.of("PATH", System.getenv("PATH")),
                Path.of("/"));
        StrayBeforeConnect search =
            new StrayBeforeConnect(
                client, servers, () -> false, 2, "a stray", Duration.ofSeconds(20))) {
      search.whileItWorks();
      assertTrue(client.awaitEnd(Duration.ofSeconds(20)), client::stdout);
      assertEquals("a stray\na stray\n", client.stdout());
    }
  }

  /** Asked after each look; always says that no request has come. */
  private static boolean bindsAndRests(SubjectProcess client) {
    if (client.stdout().isEmpty()) {
      client.write("go\n");
      Awaitility.await()
          .pollDelay(Duration.ofSeconds(1))
          .until(() -> client.stdout().startsWith("bound"));
    }
    return false;
  }
}
