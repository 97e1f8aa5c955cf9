package sockproof.harness.check.datagram;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.check.Check;
import sockproof.harness.check.Conversations;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Evidence.StepResult;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.PeerSettings;
import sockproof.harness.exchange.Step;
import sockproof.proxy.core.Bytes;

/**
 * Answers the last sender, or the first one, and not the sender of this request. Two clients ask at
 * once, and in turn.
 */
public final class ReplyToWrongClient implements Check {
  private static final List<String> FIRST = List.of("from the first", "the first again");
  private static final List<String> SECOND = List.of("from the second", "the second again");

  @Override
  public String id() {
    return "reply-to-wrong-client";
  }

  /** What one client's bad datagram was answered with goes to the next client. */
  @Override
  public Set<String> explains() {
    return Set.of("bad-input-kills", "empty-datagram-ends");
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    List<Trial> failing =
        lab.runAll(List.of(atOnce(exchange), inTurn(exchange))).stream()
            .filter(this::shows)
            .toList();
    if (failing.isEmpty()) {
      return Diagnosis.pass("two clients that ask at once, or in turn, each get their own replies");
    }
    return Diagnosis.fail(
        "of two clients one does not get its reply, or gets the other's",
        "to each client its own replies",
        failing.getFirst().outcome().detail(),
        failing);
  }

  /** Both ask twice before either reads; the server finds all four requests at once. */
  private static Exchange atOnce(Exchange exchange) {
    Exchange stopped =
        exchange.withPeer(PeerSettings.PLAIN.sending(PeerSettings.Manner.WHILE_STOPPED));
    return stopped.withDialogue(
        List.of(
            say(1, FIRST.getFirst()),
            say(2, SECOND.getFirst()),
            say(1, FIRST.getLast()),
            say(2, SECOND.getLast()),
            collect(exchange, 1, FIRST),
            collect(exchange, 2, SECOND)));
  }

  /** Each reads its reply before the other asks. */
  private static Exchange inTurn(Exchange exchange) {
    return exchange.withDialogue(
        List.of(
            ask(exchange, 1, FIRST.getFirst()),
            ask(exchange, 2, SECOND.getFirst()),
            ask(exchange, 1, FIRST.getLast()),
            ask(exchange, 2, SECOND.getLast())));
  }

  private static Step say(int client, String message) {
    return Conversations.step(client, message, Bytes.empty(), List.of(), Step.Then.NOTHING);
  }

  private static Step ask(Exchange exchange, int client, String message) {
    List<String> replies = List.of(exchange.text().uppercase(message));
    return Conversations.step(client, message, Bytes.empty(), replies, Step.Then.NOTHING);
  }

  private static Step collect(Exchange exchange, int client, List<String> messages) {
    List<String> replies = messages.stream().map(exchange.text()::uppercase).toList();
    return Conversations.step(client, null, Bytes.empty(), replies, Step.Then.NOTHING);
  }

  /**
   * Some client got a reply that is not its own, or misses one; the order of a client's replies is
   * free. A server that crashes or ends has another bug.
   */
  @Override
  public boolean shows(Trial trial) {
    Kind kind = trial.outcome().kind();
    boolean serves = kind == Kind.WRONG || kind == Kind.HUNG;
    return serves
        && trial.evidence() instanceof Evidence.OfServer server
        && server.steps().stream().anyMatch(ReplyToWrongClient::isMixedUp);
  }

  private static boolean isMixedUp(StepResult result) {
    List<String> own = result.step().replies().stream().sorted().toList();
    return !own.equals(result.replies().stream().sorted().toList());
  }

  @Override
  public boolean isRight(Trial trial) {
    return trial.outcome().kind() == Kind.INTACT
        || (trial.outcome().kind() == Kind.WRONG && !shows(trial));
  }
}
