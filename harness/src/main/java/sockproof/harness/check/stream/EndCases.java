package sockproof.harness.check.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import sockproof.harness.check.Backoff;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.check.Conversations;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Messages;
import sockproof.harness.check.Plans;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Role;
import sockproof.harness.exchange.Step;
import sockproof.harness.exchange.Step.Then;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.TraceEvent;

/**
 * The cases in which the stream towards the subject ends, by FIN or RST, after so many bytes of a
 * message. Several checks look at the same cases, each for its own kind of answer.
 */
final class EndCases {
  /** How many cases that went wrong tell enough. */
  private static final int TELLING = 3;

  /** A message with more places than this is cut short at a sample of them. */
  private static final int MOST = 64;

  private static final int MOST_FINS_OF_SLOW = 8;
  private static final int MOST_RESETS_OF_SLOW = 5;

  private EndCases() {}

  /** FIN before a message, and after each of its bytes but the last; the most telling first. */
  static List<Trial> fins(Lab lab) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    int most = lab.situation().startsQuickly() ? MOST : MOST_FINS_OF_SLOW;
    List<Exchange> cases =
        offsets(exchange, most).stream().map(bytes -> fin(exchange, bytes)).toList();
    return tried(lab, cases);
  }

  /** RST at the same places. */
  static List<Trial> resets(Lab lab) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    int most = lab.situation().startsQuickly() ? MOST : MOST_RESETS_OF_SLOW;
    List<Exchange> cases =
        offsets(exchange, most).stream().map(bytes -> reset(exchange, bytes)).toList();
    return tried(lab, cases);
  }

  /** A subject that uses a core to the deadline is not made to do so again and again. */
  private static List<Trial> tried(Lab lab, List<Exchange> cases) throws InterruptedException {
    Trial first = lab.run(cases.getFirst());
    return first.is(Kind.SPUN) ? List.of(first) : lab.runUntil(cases, TELLING, EndCases::isWrong);
  }

  /** The stream towards the subject ends after so many bytes. */
  static Exchange fin(Exchange exchange, int bytes) {
    Exchange one = Conversations.withFirstMessage(exchange);
    Exchange read =
        isClient(exchange)
            ? one
            : one.withDialogue(
                    List.of(
                        Conversations.step(
                            1,
                            exchange.messages().getFirst(),
                            sockproof.proxy.core.Bytes.empty(),
                            List.of(),
                            Then.READ_TO_END)))
                .watchingCpu();
    return Plans.under(
        read,
        "limit: {to: %s, bytes: %d, then: fin}".formatted(Messages.subjectSide(exchange), bytes));
  }

  /** The connection is reset after so many bytes towards the subject. */
  static Exchange reset(Exchange exchange, int bytes) {
    if (isClient(exchange)) {
      return Plans.under(
          Conversations.withFirstMessage(exchange),
          "reset: {to: client, after: %d}".formatted(bytes));
    }
    byte[] start = Arrays.copyOf(firstOnWire(exchange), bytes);
    List<Step> steps = List.of(Conversations.raw(1, start, Then.RESET));
    return exchange.withDialogue(steps).watchingCpu();
  }

  /** How many bytes of the first message towards the subject have passed: an order for all. */
  private static List<Integer> offsets(Exchange exchange, int most) {
    int length = firstOnWire(exchange).length;
    Set<Integer> offsets = new LinkedHashSet<>();
    offsets.add(length / 2);
    offsets.add(0);
    offsets.add(length - 1);
    offsets.add(Math.min(1, length - 1));
    int step = Math.ceilDiv(length, Math.max(most - offsets.size(), 1));
    for (int offset = 2; offset < length; offset += step) {
      offsets.add(offset);
    }
    return new ArrayList<>(offsets);
  }

  /** The first message that reaches the subject, with its framing. */
  static byte[] firstOnWire(Exchange exchange) {
    return Messages.onWire(exchange, Messages.towardsSubject(exchange).getFirst());
  }

  static boolean isClient(Exchange exchange) {
    return exchange.underTest() == Role.CLIENT;
  }

  /**
   * Whether a client that is not over yet has noticed the end all the same: it has made another
   * connection, or has closed this one not long ago. It may wait before it tries again.
   */
  static boolean hasNoticed(Trial trial) {
    // What comes later is the kernel closing the sockets of a client that was ended.
    long overNanos = trial.evidence().overNanos();
    return isClient(trial.exchange())
        && trial.evidence().histories().values().stream()
            .anyMatch(
                history ->
                    hasReaction(history, overNanos)
                        || (holdsNoConnection(trial)
                            && Backoff.isUnderWayUnseen(history, overNanos)));
  }

  private static boolean holdsNoConnection(Trial trial) {
    return !trial.exchange().network().isUnix() && !trial.evidence().subject().holdsReset();
  }

  private static boolean hasReaction(History history, long overNanos) {
    long ended = Long.MAX_VALUE;
    for (TraceEvent event : history.events()) {
      boolean end =
          event.kind() == TraceEvent.Kind.FIN_DELIVERED
              || event.kind() == TraceEvent.Kind.RESET_DELIVERED;
      boolean closed =
          event.direction() == Direction.TO_SERVER
              && (event.kind() == TraceEvent.Kind.FIN_RECEIVED
                  || event.kind() == TraceEvent.Kind.RESET_RECEIVED);
      long sinceNanos = overNanos - event.nanos();
      boolean reaction =
          event.kind() == TraceEvent.Kind.OPENED || (closed && Backoff.isUnderWay(sinceNanos));
      if (end && event.direction() != Direction.TO_SERVER) {
        ended = Math.min(ended, event.sequence());
      } else if (reaction && event.sequence() > ended && sinceNanos > 0) {
        return true;
      }
    }
    return false;
  }

  /** A client tells of an error; a server says nothing, closes and goes on. */
  private static boolean isWrong(Trial trial) {
    return isClient(trial.exchange())
        ? !trial.is(Kind.ERROR)
        : !trial.isIntact() && !trial.is(Kind.ERROR);
  }
}
