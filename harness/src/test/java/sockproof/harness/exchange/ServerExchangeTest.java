package sockproof.harness.exchange;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sockproof.harness.check.Situations;
import sockproof.harness.subject.Subject;
import sockproof.harness.subject.Workspace;
import sockproof.reference.message.TextRules;

/** What is known of a server after its exchange. */
@Timeout(60)
final class ServerExchangeTest {
  private static final String NEVER_ACCEPTS =
      "use IO::Socket::INET; my $l = IO::Socket::INET->new(LocalAddr => $ARGV[0],"
          + " LocalPort => $ARGV[1], Listen => 9); sleep 60";

  /** The question whether it still serves is asked past the relay, and takes its own time. */
  @Test
  void itIsOverWhenTheConversationIs() throws Exception {
    Duration deadline = Duration.ofMillis(300);
    Exchange exchange = Situations.servers("tcp").exchange("unheard").withDeadline(deadline);
    try (Workspace workspace = Workspace.open()) {
      Evidence evidence = new Exchanges(workspace).run(server(exchange.network()), exchange);
      long afterwardsNanos = evidence.subject().elapsedNanos() - evidence.overNanos();
      assertTrue(evidence.overNanos() >= deadline.toNanos(), evidence::toString);
      assertTrue(afterwardsNanos >= Duration.ofSeconds(1).toNanos(), evidence::toString);
    }
  }

  private static Subject server(Network network) {
    return new Subject(
        "server",
        "a server that never accepts",
        Role.SERVER,
        Set.of(network),
        Set.of("line"),
        Set.of(TextRules.ASCII),
        Set.of(),
        new Subject.Start.Command(
            List.of("perl", "-e", NEVER_ACCEPTS, "{host}", "{port}"), List.of(), List.of("perl")),
        Path.of("").toAbsolutePath(),
        Map.of());
  }
}
