package sockproof.reference.chat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One end of a link between the server and one client that loses nothing, repeats nothing and keeps
 * the order, over datagrams that may do all three wrong: each message is numbered and sent again
 * until it is acknowledged, and the next one goes out after that. A link knows no socket and no
 * clock; times are in nanoseconds and given to it.
 */
final class ChatLink {
  private static final long RESEND_NANOS = Duration.ofMillis(200).toNanos();
  private static final int MAX_SENDINGS = 15;
  private static final int MAX_WAITING = 256;
  private static final Pattern DATAGRAM =
      Pattern.compile("(MSG|ACK) ([0-9a-f]{8}) (\\d{1,9})(?: (.*))?", Pattern.DOTALL);

  /** A datagram, taken apart. */
  private record Parsed(boolean isMessage, String token, int number, String message) {}

  /** What to do about a datagram: a message to act on, and an acknowledgement to send. */
  record Received(Optional<String> message, Optional<String> acknowledgement) {
    private static final Received NOTHING = new Received(Optional.empty(), Optional.empty());
  }

  private final String token;
  private final ChatSteps steps;
  private final Deque<String> waiting = new ArrayDeque<>();
  private int numberOfFirst = 1;
  private int lastReceived;
  private int sendings;
  private long nextSendingNanos;

  /** Takes the eight hexadecimal digits that a client has made up for the link. */
  ChatLink(String token, ChatSteps steps) {
    this.token = token;
    this.steps = steps;
  }

  /** The token of the link that a datagram belongs to, if it asks for a new one. */
  static Optional<String> tokenOfFirst(String datagram) {
    return parse(datagram)
        .filter(parsed -> parsed.isMessage() && parsed.number() == 1)
        .map(Parsed::token);
  }

  private static Optional<Parsed> parse(String datagram) {
    Matcher matcher = DATAGRAM.matcher(datagram);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String message = matcher.group(4);
    return Optional.of(
        new Parsed(
            matcher.group(1).equals("MSG"),
            matcher.group(2),
            Integer.parseInt(matcher.group(3)),
            message == null ? "" : message));
  }

  String token() {
    return token;
  }

  /** Queues a message; false where too many wait already. */
  boolean offer(String message) {
    return waiting.size() < MAX_WAITING && waiting.add(message);
  }

  /** The datagram to send now, if any. */
  Optional<String> due(long nowNanos) {
    boolean soonEnough = sendings > 0 && nowNanos - nextSendingNanos < 0;
    if (waiting.isEmpty() || soonEnough) {
      return Optional.empty();
    }
    sendings++;
    nextSendingNanos = nowNanos + RESEND_NANOS;
    if (sendings > 1 && !steps.sendsAgain()) {
      return Optional.empty();
    }
    return Optional.of("MSG " + token + " " + numberOfFirst + " " + waiting.getFirst());
  }

  /** How long nothing will be due if nothing comes. */
  long nanosUntilDue(long nowNanos) {
    if (waiting.isEmpty()) {
      return Long.MAX_VALUE;
    }
    return sendings == 0 ? 0 : Math.max(0, nextSendingNanos - nowNanos);
  }

  /** Takes what the other end sent. */
  Received received(String datagram) {
    Parsed parsed = parse(datagram).filter(p -> p.token().equals(token)).orElse(null);
    if (parsed == null) {
      return Received.NOTHING;
    }
    if (!parsed.isMessage()) {
      if (sendings > 0 && parsed.number() == numberOfFirst) {
        waiting.remove();
        numberOfFirst++;
        sendings = 0;
      }
      return Received.NOTHING;
    }
    if (parsed.number() > lastReceived + 1) {
      return Received.NOTHING;
    }
    boolean isNew = steps.isNew(parsed.number(), lastReceived);
    lastReceived = Math.max(lastReceived, parsed.number());
    return new Received(
        isNew ? Optional.of(parsed.message()) : Optional.empty(),
        Optional.of("ACK " + token + " " + parsed.number()));
  }

  /** Whether everything was acknowledged. */
  boolean isIdle() {
    return waiting.isEmpty();
  }

  /** Whether the other end has not answered for as long as it is given: three seconds. */
  boolean isDead(long nowNanos) {
    return sendings >= MAX_SENDINGS && nowNanos - nextSendingNanos >= 0;
  }
}
