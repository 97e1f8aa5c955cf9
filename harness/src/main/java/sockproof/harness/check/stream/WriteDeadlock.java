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
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.PeerSettings;
import sockproof.harness.exchange.PeerSettings.Manner;
import sockproof.harness.exchange.Texts;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.TraceEvent;
import sockproof.reference.message.Framing;

/**
 * {@code write-deadlock}: it writes and does not read meanwhile. As soon as the buffers on the way
 * are full, it and a peer that waits to be read from block each other (RFC 9293 section 3.8.6).
 *
 * <p>A client shows it when it sends many messages before it reads the first reply; a server when
 * it answers a message before that has come whole.
 */
public final class WriteDeadlock implements Check {
  /** TCP's send buffer grows to 4 MB (tcp(7), tcp_wmem); a Unix socket's stays as it is. */
  private static final int TCP_MESSAGES = 384;

  private static final int UNIX_MESSAGES = 96;
  private static final int MESSAGE_BYTES = 16 * 1024;

  /** Below 1 MiB, a limit that many servers have, and above what all buffers on the way hold. */
  private static final int LONG_BYTES = 1_000_000;

  private static final long QUIET_MILLIS = 400;

  private static final String NARROW_TO_SERVER = "backpressure: {to: server, window: 4KiB}";
  private static final String NARROW_TO_CLIENT = "backpressure: {to: client, window: 4KiB}";

  /** In lockstep: else the subject's own receive buffer takes megabytes that it does not read. */
  private static final String READ_BEFORE_MORE = "fragment: {to: %s, every: 16384}";

  @Override
  public String id() {
    return "write-deadlock";
  }

  @Override
  public Set<String> explains() {
    return Set.of("no-deadline");
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    Framing framing = situation.exchange().framing();
    if (!EndCases.isClient(situation.exchange())) {
      return framing instanceof Framing.Fixed
          ? Optional.of("its messages are so short that the buffers on the way take them whole")
          : Optional.empty();
    }
    if (framing instanceof Framing.Eof) {
      return Optional.of(
          "with the framing eof there is no reply to read before the message has ended");
    }
    return situation.takesSeveralMessages()
        ? Optional.empty()
        : Optional.of("it takes one message only");
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    boolean client = EndCases.isClient(lab.situation().exchange());
    if (client && !SendingOn.isSeen(lab)) {
      return Diagnosis.pass("it reads each reply before it sends the next message");
    }
    Exchange exchange = lab.situation().exchange();
    Trial trial = lab.run(client ? manyMessages(exchange) : longMessage(exchange));
    if (!shows(trial)) {
      return Diagnosis.pass(
          client ? "it reads while it sends" : "it answers a message when that is there whole");
    }
    return Diagnosis.fail(
        client
            ? "it sends on without reading the replies, until both sides block"
            : "it answers a message that it has not read whole, until both sides block",
        "reading while it writes",
        trial.outcome().detail(),
        List.of(trial));
  }

  private static Exchange manyMessages(Exchange exchange) {
    int size = exchange.framing() instanceof Framing.Fixed(int fixed) ? fixed : MESSAGE_BYTES;
    int bytes = (exchange.network().isUnix() ? UNIX_MESSAGES : TCP_MESSAGES) * MESSAGE_BYTES;
    int count = bytes / size;
    String text = Texts.positionCoded(bytes);
    int body = size - (exchange.framing() instanceof Framing.Fixed ? 0 : 4);
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(text.substring(i * body, (i + 1) * body));
    }
    return Plans.under(
        exchange.withDialogue(Conversations.asking(messages, exchange.text())),
        NARROW_TO_SERVER,
        NARROW_TO_CLIENT,
        READ_BEFORE_MORE.formatted("client"));
  }

  private static Exchange longMessage(Exchange exchange) {
    return Plans.under(
        Conversations.withWireBytes(exchange, LONG_BYTES)
            .withPeer(PeerSettings.PLAIN.sending(Manner.WRITING_FIRST)),
        NARROW_TO_SERVER,
        NARROW_TO_CLIENT,
        READ_BEFORE_MORE.formatted("server"));
  }

  @Override
  public boolean shows(Trial trial) {
    return switch (trial.evidence()) {
      case Evidence.OfClient client -> isBlocked(trial, client);
      case Evidence.OfServer server ->
          trial.isOverdue()
              && bytes(trial, Direction.TO_SERVER) < requestBytes(trial.exchange())
              && bytes(trial, Direction.TO_CLIENT) > 0;
    };
  }

  /**
   * Its requests are not all there, nothing has come for a while, and replies wait that it does not
   * read.
   */
  private static boolean isBlocked(Trial trial, Evidence.OfClient client) {
    Exchange exchange = trial.exchange();
    List<String> answered = client.requests().values().stream().flatMap(List::stream).toList();
    if (answered.size() >= exchange.messages().size()) {
      return false;
    }
    long replyBytes =
        answered.stream()
            .filter(exchange.messages()::contains)
            .mapToLong(message -> Messages.onWire(exchange, message).length)
            .sum();
    return bytes(trial, Direction.TO_CLIENT) < replyBytes && quietMillis(trial) >= QUIET_MILLIS;
  }

  private static long quietMillis(Trial trial) {
    long last =
        trial.evidence().histories().values().stream()
            .flatMap(history -> history.events(TraceEvent.Kind.RECEIVED).stream())
            .mapToLong(TraceEvent::nanos)
            .max()
            .orElse(0);
    return (trial.evidence().overNanos() - last) / 1_000_000;
  }

  private static long bytes(Trial trial, Direction direction) {
    return trial.evidence().histories().values().stream()
        .flatMap(history -> history.events(TraceEvent.Kind.RECEIVED).stream())
        .filter(event -> event.direction() == direction)
        .mapToLong(event -> event.bytes().length())
        .sum();
  }

  private static long requestBytes(Exchange exchange) {
    return exchange.messages().stream()
        .mapToLong(message -> Messages.onWire(exchange, message).length)
        .sum();
  }

  @Override
  public boolean isRight(Trial trial) {
    return !shows(trial) && !trial.isOverdue();
  }
}
