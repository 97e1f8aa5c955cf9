package sockproof.harness.check.stream;

import sockproof.harness.check.Lab;
import sockproof.harness.check.Messages;
import sockproof.harness.check.Plans;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.TraceEvent;

/** Whether a client that has no reply yet sends its next messages all the same. */
final class SendingOn {
  /** How long its first reply is kept from it. */
  private static final String HELD = "stall: {to: client, after: 0, for: 400ms}";

  private SendingOn() {}

  /** Runs the conversation with the first reply held back. */
  static boolean isSeen(Lab lab) throws InterruptedException {
    Exchange conversation = lab.situation().conversation();
    Trial held = lab.run(Plans.under(conversation, HELD));
    int first = Messages.onWire(conversation, conversation.messages().getFirst()).length;
    return held.evidence().histories().values().stream()
        .anyMatch(history -> sentBeforeReply(history) > first);
  }

  private static long sentBeforeReply(History history) {
    long sent = 0;
    for (TraceEvent event : history.events()) {
      if (event.kind() == TraceEvent.Kind.DELIVERED && event.direction() == Direction.TO_CLIENT) {
        return sent;
      }
      if (event.kind() == TraceEvent.Kind.RECEIVED && event.direction() == Direction.TO_SERVER) {
        sent += event.bytes().length();
      }
    }
    return sent;
  }
}
