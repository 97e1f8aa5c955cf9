package sockproof.harness.debug;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.PeerSettings;
import sockproof.harness.exchange.Role;
import sockproof.harness.exchange.Step;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.MessageTracker;
import sockproof.proxy.core.hold.DatagramRecord;
import sockproof.proxy.core.hold.HoldRecord;
import sockproof.proxy.core.hold.Origin;
import sockproof.proxy.core.hold.StreamRecord;
import sockproof.proxy.core.hold.StreamRecord.Passed;
import sockproof.proxy.plan.Plan;
import sockproof.reference.message.Framing;
import sockproof.reference.message.MessageException;
import sockproof.reference.message.TextRules;

/**
 * The dialogue that was heard between two programs that Sockproof did not start: requests and
 * replies in turn.
 */
final class HeardDialogue {
  private HeardDialogue() {}

  /**
   * The exchange of a connection, with the client under test.
   *
   * @throws DebugException with one sentence where what was heard is no dialogue of text messages
   */
  static Exchange of(DebugTarget.Addresses target, HoldRecord toServer, HoldRecord toClient) {
    if (target.medium().isStream()
        && target.framing() instanceof sockproof.proxy.core.Framing.None) {
      throw new DebugException(
          "without --framing nobody knows where a message ends; start the debugger with it to save");
    }
    Network network =
        new Network(target.medium(), target.listen().toString().contains("[") ? 6 : 4);
    Framing framing =
        network.isStream() ? Framing.parse(target.framing().word()) : new Framing.Line();
    List<String> requests = new ArrayList<>();
    List<String> replies = new ArrayList<>();
    boolean ascii = true;
    for (Bytes message : messages(toServer, target.framing())) {
      requests.add(text(message, framing, network));
    }
    for (Bytes message : messages(toClient, target.framing())) {
      replies.add(text(message, framing, network));
    }
    for (String message : Stream.concat(requests.stream(), replies.stream()).toList()) {
      ascii &= message.chars().allMatch(c -> c < 0x80);
    }
    if (requests.isEmpty()) {
      throw new DebugException("the client has not sent a whole message yet; nothing can be saved");
    }
    return new Exchange(
        Role.CLIENT,
        network,
        framing,
        ascii ? TextRules.ASCII : TextRules.UTF_8,
        steps(requests, replies),
        Plan.empty(),
        PeerSettings.PLAIN,
        false,
        Duration.ofSeconds(5),
        1);
  }

  /** A reply to each request; what is left of the replies belongs to the last one. */
  private static List<Step> steps(List<String> requests, List<String> replies) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      boolean last = i == requests.size() - 1;
      int from = Math.min(i, replies.size());
      int to = last ? replies.size() : Math.min(i + 1, replies.size());
      steps.add(
          new Step(
              1,
              "a",
              requests.get(i),
              Bytes.empty(),
              replies.subList(from, to),
              Duration.ZERO,
              Step.Then.NOTHING));
    }
    return steps;
  }

  private static List<Bytes> messages(HoldRecord record, sockproof.proxy.core.Framing framing) {
    return switch (record) {
      case DatagramRecord datagrams -> datagrams.arrived();
      case StreamRecord stream -> messages(genuine(stream), framing);
    };
  }

  private static Bytes genuine(StreamRecord record) {
    return Bytes.concat(
        Stream.concat(record.passed().stream(), record.waiting().stream())
            .map(
                passed ->
                    switch (passed) {
                      case Passed.Sent sent when sent.origin() == Origin.GENUINE -> sent.bytes();
                      case Passed.Dropped dropped when dropped.origin() == Origin.GENUINE ->
                          dropped.bytes();
                      case Passed.Sent _, Passed.Dropped _, Passed.Ended _ -> Bytes.empty();
                    })
            .toList());
  }

  /** The whole messages at the beginning of a stream. */
  private static List<Bytes> messages(Bytes stream, sockproof.proxy.core.Framing framing) {
    if (framing instanceof sockproof.proxy.core.Framing.Eof) {
      return stream.isEmpty() ? List.of() : List.of(stream);
    }
    List<Bytes> messages = new ArrayList<>();
    MessageTracker tracker = new MessageTracker(framing);
    int start = 0;
    for (int at = 0; at < stream.length(); ) {
      at = tracker.take(stream, at);
      if (tracker.ended()) {
        messages.add(stream.slice(start, at));
        start = at;
      }
    }
    return messages;
  }

  private static String text(Bytes message, Framing framing, Network network) {
    int length = message.length();
    Bytes body =
        !network.isStream()
            ? message
            : switch (framing) {
              case Framing.Line _ -> message.slice(0, length - 1);
              case Framing.Crlf _ -> message.slice(0, length - 2);
              case Framing.LengthPrefix _ ->
                  message.slice(Framing.LengthPrefix.PREFIX_BYTES, length);
              case Framing.Fixed _, Framing.Eof _ -> message;
            };
    try {
      return TextRules.UTF_8.decode(body.toArray());
    } catch (MessageException e) {
      throw new DebugException("a message is not text, so no dialogue can be saved: " + body, e);
    }
  }
}
