package sockproof.harness.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.harness.process.RunningSubject;
import sockproof.harness.process.StubSubject;
import sockproof.harness.process.SubjectProcess;
import sockproof.proxy.plan.Endpoint;

/** A stray comes to the socket of a client that has bound it and rests. */
@Timeout(60)
final class StrayBeforeConnectTest {
  private static final String BINDS_WHEN_TOLD =
      "$| = 1; <STDIN>; socket(S, PF_INET, SOCK_DGRAM, 0);"
          + " bind(S, sockaddr_in(0, INADDR_LOOPBACK)); print 'bound ';"
          + " recv(S, $stray, 100, 0); print $stray";

  private static SubjectProcess perl(String script) throws Exception {
    return SubjectProcess.start(
        List.of("perl", "-MSocket", "-e", script),
        Map.of("PATH", System.getenv("PATH")),
        Path.of("/"));
  }

  private static StrayBeforeConnect search(RunningSubject client, BooleanSupplier asked, int most) {
    List<Endpoint> servers = List.of(new Endpoint.Udp("127.0.0.1", 9));
    return new StrayBeforeConnect(client, servers, asked, most, "a stray", Duration.ofSeconds(20));
  }

  /** The client binds when the first look is over, and rests for long before the second. */
  @Test
  void whatBindsBetweenTwoLooksIsFoundBeforeItCountsAsResting() throws Exception {
    try (SubjectProcess client = perl(BINDS_WHEN_TOLD);
        StrayBeforeConnect search = search(client, () -> bindsAndRests(client), 1)) {
      search.whileItStarts();
      assertTrue(client.awaitEnd(Duration.ofSeconds(20)), "nothing came to the client's socket");
      assertTrue(client.stdout().endsWith("a stray"), client::stdout);
    }
  }

  /** As a client with a socket for each message does, here with the second after the first. */
  @Test
  void eachOfSeveralSocketsIsSentAStray() throws Exception {
    String script =
        "$| = 1; for (1, 2) { my $s; socket($s, PF_INET, SOCK_DGRAM, 0);"
            + " bind($s, sockaddr_in(0, INADDR_LOOPBACK)); recv($s, $stray, 100, 0);"
            + " print \"$stray\\n\" }";
    try (SubjectProcess client = perl(script);
        StrayBeforeConnect search = search(client, () -> false, 2)) {
      search.whileItWorks();
      assertTrue(client.awaitEnd(Duration.ofSeconds(20)), client::stdout);
      assertEquals("a stray\na stray\n", client.stdout());
    }
  }

  /** It asks in the end; one that waits for its input would count as resting long before. */
  @ParameterizedTest
  @CsvSource({"true, true", "false, false"})
  void whoWaitsForACoreDoesNotRest(boolean runnable, boolean watchedToTheEnd) throws Exception {
    StubSubject client = new StubSubject(Duration.ZERO, runnable);
    long endNanos = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    AtomicBoolean asked = new AtomicBoolean();
    BooleanSupplier asks =
        () -> {
          asked.set(System.nanoTime() >= endNanos);
          return asked.get();
        };
    try (StrayBeforeConnect search = search(client, asks, 1)) {
      search.whileItStarts();
    }
    assertEquals(watchedToTheEnd, asked.get());
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
