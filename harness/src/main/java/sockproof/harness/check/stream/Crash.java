package sockproof.harness.check.stream;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.check.Check;
import sockproof.harness.check.Conversations;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Messages;
import sockproof.harness.check.Plans;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.check.stream.CutCases.Place;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.PeerSettings;
import sockproof.harness.exchange.PeerSettings.Manner;
import sockproof.harness.exchange.Step;
import sockproof.proxy.core.Bytes;
import sockproof.reference.message.Framing;

/**
 * {@code crash}: a signal ends the program when the network misbehaves. The usual one is SIGPIPE,
 * for a write to a connection that is gone (POSIX send(), EPIPE).
 */
public final class Crash implements Check {
  /** So many answers fill a Unix socket, whoever else is slow; small ones each cost it a page. */
  private static final int PIPELINED = 1000;

  private static final int LARGE_BYTES = 200_000;

  @Override
  public String id() {
    return "crash";
  }

  @Override
  public Set<String> explains() {
    return Set.of("bad-input-kills");
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    List<Trial> trials = new ArrayList<>(EndCases.fins(lab));
    if (!exchange.network().isUnix()) {
      trials.addAll(EndCases.resets(lab));
    }
    List<Exchange> others =
        EndCases.isClient(exchange) ? brokenPipes(lab.situation()) : lostClients(exchange);
    CutCases.offsets(exchange, Place.BODY).stream()
        .limit(1)
        .forEach(offset -> others.add(CutCases.cut(exchange, offset)));
    trials.addAll(lab.runUntil(others, 1, this::shows));
    if (SizeCases.notApplicable(lab.situation()).isEmpty()) {
      trials.addAll(SizeCases.ascending(lab).values());
    }
    List<Trial> failing = trials.stream().filter(this::shows).toList();
    if (failing.isEmpty()) {
      return Diagnosis.pass("no signal ended it in %d cases".formatted(trials.size()));
    }
    return Diagnosis.fail(
        "a signal ends it when the other side is gone, or a message is long or comes in pieces",
        EndCases.isClient(exchange) ? "an error told by its exit status" : "a server that goes on",
        failing.getFirst().outcome().detail(),
        failing);
  }

  /** The server closes both directions while, or before, the client writes on. */
  private static List<Exchange> brokenPipes(Situation situation) {
    List<Exchange> cases = new ArrayList<>();
    Exchange conversation = situation.conversation();
    if (situation.takesSeveralMessages()) {
      int asked = Messages.onWire(conversation, conversation.messages().getFirst()).length;
      int answered = EndCases.firstOnWire(conversation).length;
      cases.add(
          Plans.under(
              conversation,
              "limit: {to: client, bytes: %d, then: fin}".formatted(answered),
              "limit: {to: server, bytes: %d, then: fin}".formatted(asked)));
    }
    FlowCases.largeRequest(situation)
        .ifPresent(
            large ->
                cases.add(
                    Plans.under(
                        large,
                        // Read slowly: what follows is taken and thrown away until the end is due.
                        "backpressure: {to: server, window: 4KiB, read: 256KiB/s}",
                        "limit: {to: client, bytes: 0, then: fin}",
                        "limit: {to: server, bytes: 4096, then: fin}")));
    return cases;
  }

  /** A client asks several things at once and is gone before it is answered. */
  private static List<Exchange> lostClients(Exchange exchange) {
    boolean one = exchange.framing() instanceof Framing.Eof;
    byte[] wire =
        EndCases.firstOnWire(one ? Conversations.withWireBytes(exchange, LARGE_BYTES) : exchange);
    ByteArrayOutputStream several = new ByteArrayOutputStream();
    int count = one ? 1 : PIPELINED;
    for (int i = 0; i < count; i++) {
      several.writeBytes(wire);
    }
    Step asked = Conversations.raw(1, several.toByteArray(), Step.Then.HALF_CLOSE);
    Step asking = Conversations.raw(1, several.toByteArray(), Step.Then.NOTHING);
    Step gone = Conversations.step(1, null, Bytes.empty(), List.of(), Step.Then.RESET);
    PeerSettings stopped = PeerSettings.PLAIN.sending(Manner.WHILE_STOPPED);
    List<Exchange> cases = new ArrayList<>();
    cases.add(exchange.withDialogue(List.of(asked, gone)).withPeer(stopped));
    cases.add(exchange.withDialogue(List.of(asking, gone)).withPeer(stopped));
    return cases;
  }

  @Override
  public boolean shows(Trial trial) {
    return trial.isCrashed();
  }

  @Override
  public boolean isRight(Trial trial) {
    return !trial.isCrashed() && !trial.isOverdue();
  }
}
