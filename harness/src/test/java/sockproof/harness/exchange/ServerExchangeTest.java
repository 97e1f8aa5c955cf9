package sockproof.harness.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sockproof.harness.check.Conversations;
import sockproof.harness.check.Situations;
import sockproof.harness.process.Ending;
import sockproof.harness.subject.Subject;
import sockproof.harness.subject.Workspace;
import sockproof.proxy.core.Bytes;
import sockproof.reference.message.TextRules;

/** What is known of a server after its exchange. */
@Timeout(60)
final class ServerExchangeTest {
  private static final String NEVER_ACCEPTS =
      "use IO::Socket::INET; my $l = IO::Socket::INET->new(LocalAddr => $ARGV[0],"
          + " LocalPort => $ARGV[1], Listen => 9); sleep 60";

  private static final String DIES_LATE =
      """
      import os, select, signal, socket, sys, threading, time
      def work(seconds):
          end = time.monotonic() + seconds
          while time.monotonic() < end: pass
      def serve(client, seconds):
          request = client.recv(100)
          work(seconds)
          try: client.sendall(request.upper())
          except BrokenPipeError: os.kill(os.getpid(), signal.SIGSEGV)
      listener = socket.socket(socket.AF_UNIX)
      listener.bind(sys.argv[1])
      listener.listen()
      select.select([listener], [], [])
      work(0.25)
      seconds = 0.3
      while True:
          threading.Thread(target=serve, args=(listener.accept()[0], seconds)).start()
          seconds = 0
      """;

  /** The question whether it still serves is asked past the relay, and takes its own time. */
  @Test
  void itIsOverWhenTheConversationIs() throws Exception {
    Duration deadline = Duration.ofMillis(300);
    Exchange exchange = Situations.servers("tcp").exchange("unheard").withDeadline(deadline);
    List<String> command = List.of("perl", "-e", NEVER_ACCEPTS, "{host}", "{port}");
    try (Workspace workspace = Workspace.open()) {
      Evidence evidence =
          new Exchanges(workspace).run(server(exchange.network(), command), exchange);
      long afterwardsNanos = evidence.subject().elapsedNanos() - evidence.overNanos();
      assertTrue(evidence.overNanos() >= deadline.toNanos(), evidence::toString);
      assertTrue(afterwardsNanos >= Duration.ofSeconds(1).toNanos(), evidence::toString);
    }
  }

  /** It is busy before it accepts, and its thread before it dies; others are served meanwhile. */
  @Test
  void oneThatDiesLateIsNotTakenForOneThatGoesOn() throws Exception {
    Exchange exchange =
        Situations.servers("unix")
            .exchange("hello")
            .withDialogue(
                List.of(
                    Conversations.raw(1, "hello\n".getBytes(US_ASCII), Step.Then.NOTHING),
                    Conversations.step(1, null, Bytes.empty(), List.of(), Step.Then.RESET)))
            .withPeer(PeerSettings.PLAIN.sending(PeerSettings.Manner.WHILE_STOPPED));
    Subject server = server(exchange.network(), List.of("python3", "-c", DIES_LATE, "{path}"));
    try (Workspace workspace = Workspace.open()) {
      Evidence evidence = new Exchanges(workspace).run(server, exchange);
      assertEquals(Optional.of(new Ending.Signalled(11)), evidence.subject().ending());
    }
  }

  private static Subject server(Network network, List<String> command) {
    return new Subject(
        "server",
        "a server",
        Role.SERVER,
        Set.of(network),
        Set.of("line"),
        Set.of(TextRules.ASCII),
        Set.of(),
        new Subject.Start.Command(command, List.of(), List.of(command.getFirst())),
        Path.of("").toAbsolutePath(),
        Map.of());
  }
}
