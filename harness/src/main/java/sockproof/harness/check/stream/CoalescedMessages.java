package sockproof.harness.check.stream;

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
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.PeerSettings;
import sockproof.harness.exchange.PeerSettings.Manner;
import sockproof.harness.exchange.Step;
import sockproof.harness.judge.Words;
import sockproof.proxy.core.Bytes;
import sockproof.reference.message.Framing;

/**
 * {@code coalesced-messages}: what stands behind a message in the same read is lost, or glued to
 * it. A stream keeps no boundaries (RFC 9293 section 3.8), so two messages may come together, or
 * one and the start of the next.
 */
public final class CoalescedMessages implements Check {
  @Override
  public String id() {
    return "coalesced-messages";
  }

  @Override
  public Set<String> explains() {
    return Set.of("short-send", "resend-offset", "write-deadlock");
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    if (situation.exchange().framing() instanceof Framing.Eof) {
      return Optional.of("with the framing eof a connection carries one message");
    }
    if (!situation.takesSeveralMessages()) {
      return Optional.of("it takes one message only");
    }
    return EndCases.isClient(situation.exchange()) && situation.connectionPerMessage()
        ? Optional.of("it opens a connection for every message")
        : Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange conversation = lab.situation().conversation();
    List<Exchange> cases;
    if (!EndCases.isClient(conversation)) {
      cases = requestsTogether(conversation);
    } else if (SendingOn.isSeen(lab)) {
      cases = repliesTogether(conversation);
    } else {
      cases = List.of(replyAhead(conversation));
    }
    List<Trial> failing = lab.runAll(cases).stream().filter(this::shows).toList();
    String what = CutCases.what(conversation);
    if (failing.isEmpty()) {
      return Diagnosis.pass(
          "%s that come together are taken apart".formatted(CutCases.several(conversation)));
    }
    return Diagnosis.fail(
        "a %s that comes in the same read as the one before it is lost or glued to it"
            .formatted(what),
        Words.quoted(failing.getFirst().exchange().replies()),
        failing.getFirst().outcome().detail(),
        failing);
  }

  /** For a client that sends on: all replies together, and the first with the start of the next. */
  private static List<Exchange> repliesTogether(Exchange conversation) {
    int all =
        conversation.replies().stream()
            .mapToInt(reply -> Messages.onWire(conversation, reply).length)
            .sum();
    String together = "coalesce: {to: client, bytes: %d, hold: 1s}".formatted(all);
    int half = Messages.onWire(conversation, conversation.replies().get(1)).length / 2;
    return List.of(
        Plans.under(conversation, together),
        Plans.under(
            conversation,
            together,
            "fragment: {to: client, at: [%d], when: {nth: 2}}".formatted(half)));
  }

  /**
   * For a client that waits for each reply: the second reply comes with the first, the third in
   * answer to the second message. Whoever keeps what it has read takes the second.
   */
  private static Exchange replyAhead(Exchange conversation) {
    List<Step> steps = conversation.dialogue();
    List<String> replies = conversation.replies();
    return conversation.withDialogue(
        List.of(
            answered(steps.get(0), replies.subList(0, 2)),
            answered(steps.get(1), replies.subList(2, 3)),
            answered(steps.get(2), List.of())));
  }

  private static Step answered(Step step, List<String> replies) {
    return Conversations.step(1, step.say(), Bytes.empty(), replies, Step.Then.NOTHING);
  }

  /** The first two requests together, and the first with the start of the second. */
  private static List<Exchange> requestsTogether(Exchange conversation) {
    Step first = conversation.dialogue().get(0);
    Step second = conversation.dialogue().get(1);
    byte[] wire = Messages.onWire(conversation, String.valueOf(second.say()));
    List<String> both = new ArrayList<>(first.replies());
    both.addAll(second.replies());
    Step asked = Conversations.step(1, first.say(), Bytes.of(wire), both, Step.Then.NOTHING);
    Exchange together = conversation.withDialogue(List.of(asked));
    return List.of(
        together.withPeer(PeerSettings.PLAIN.sending(Manner.WHILE_STOPPED)),
        Plans.under(
            together,
            "fragment: {to: server, at: [%d], when: {nth: 2}}".formatted(wire.length / 2)));
  }

  @Override
  public boolean shows(Trial trial) {
    if (trial.isIntact() || trial.isCrashed()) {
      return false;
    }
    boolean ahead =
        EndCases.isClient(trial.exchange()) && trial.exchange().plan().faults().isEmpty();
    return !ahead || isLostOrGlued(trial.exchange().replies(), trial.outcome().taken());
  }

  /**
   * Of three replies the second was left out, or all were taken, two of them for one, and so one
   * more is waited for. Some clients look into what they keep only when more comes, and wait in
   * vain for what was not asked: they do not take the last.
   */
  private static boolean isLostOrGlued(List<String> replies, List<String> taken) {
    return replies.size() > 2
        && taken.contains(replies.get(2))
        && (!taken.contains(replies.get(1)) || taken.contains(replies.get(0)));
  }
}
