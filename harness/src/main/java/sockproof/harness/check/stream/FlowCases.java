package sockproof.harness.check.stream;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sockproof.harness.check.Conversations;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Messages;
import sockproof.harness.check.Plans;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Step;
import sockproof.harness.exchange.Texts;
import sockproof.proxy.core.Bytes;
import sockproof.reference.message.Framing;

/**
 * The cases in which the subject sends more than the kernel takes at once: through a small window,
 * to a reader that takes its time. All that it sends tells its own offset.
 */
final class FlowCases {
  /** More than a send buffer holds, also one that is as large as a program may make it. */
  private static final int CLIENT_BYTES = 600 * 1024;

  /** More, since on a busy machine many answers leave a server while the reader keeps up. */
  private static final int SERVER_BYTES = 800 * 1024;

  /** Less than this no send buffer refuses. */
  private static final int LEAST_BYTES = 32 * 1024;

  /** Longer messages than this are refused by many programs. */
  private static final int MOST_BYTES = 1_000_000;

  /** Linux takes arguments up to 128 KiB (MAX_ARG_STRLEN in execve(2)). */
  private static final int ARGUMENT_BYTES = 120_000;

  /** The sizes of the requests that a server is asked together, the first that it answers. */
  private static final List<Integer> REQUEST_BYTES = List.of(16 * 1024, 2000, 200);

  /**
   * A Unix socket takes small messages whole or not at all, each in a buffer of its own. Of the
   * first of these none takes all, however empty it is; a server that loses the rest then answers
   * one alone a little below (unix(7): SO_SNDBUF, of net.core.wmem_default, 208 KiB).
   */
  private static final List<Integer> UNIX_REQUEST_KIBIBYTES = List.of(300, 260, 230, 210, 190, 170);

  /**
   * So fast that no client runs into its own deadline, and so slow that a send() with a shorter one
   * (SO_SNDTIMEO) gives up before all is taken.
   */
  private static final int CLIENT_MILLIS = 700;

  /** A server makes many answers one by one, and has to be faster; it has no deadline. */
  private static final int SERVER_MILLIS = 1300;

  private FlowCases() {}

  /**
   * A client's exchange of one message that no send buffer takes at once; nothing where it cannot
   * have so long a one.
   */
  static Optional<Exchange> largeRequest(Situation situation) {
    return largeRequest(situation, SendRoom.tcpBytes(situation));
  }

  /**
   * As above.
   *
   * @param roomBytes what a TCP sender's kernel takes, 0 if unknown
   */
  static Optional<Exchange> largeRequest(Situation situation, int roomBytes) {
    Exchange exchange = situation.exchange();
    if (exchange.framing() instanceof Framing.Fixed) {
      return Optional.empty();
    }
    boolean unix = exchange.network().isUnix();
    boolean argument = situation.subject().takesMessageAsArgument();
    if (argument && (unix || roomBytes >= ARGUMENT_BYTES)) {
      return Optional.empty();
    }
    int bytes = argument ? ARGUMENT_BYTES : unix ? CLIENT_BYTES : tcpBytes(CLIENT_BYTES, roomBytes);
    return Optional.of(Conversations.withWireBytes(exchange, bytes));
  }

  /** The same through a small window. */
  static Exchange squeezed(Exchange exchange) {
    int millis = EndCases.isClient(exchange) ? CLIENT_MILLIS : SERVER_MILLIS;
    long kibibytesPerSecond = expected(exchange).length * 1000L / 1024 / millis;
    return Plans.under(
        exchange,
        "backpressure: {to: %s, window: 4KiB, read: %dKiB/s}"
            .formatted(Messages.peerSide(exchange), Math.max(1, kibibytesPerSecond)));
  }

  /** Twice of what the kernel takes, where that is more than is usual. */
  private static int tcpBytes(int usualBytes, int roomBytes) {
    return Math.min(MOST_BYTES, Math.max(usualBytes, 2 * roomBytes));
  }

  private static int serverBytes(Exchange exchange) {
    return exchange.network().isUnix() ? SERVER_BYTES : tcpBytes(SERVER_BYTES, SendRoom.tcpBytes());
  }

  /**
   * A server's exchange of requests that are sent without waiting, with answers that no send buffer
   * takes together; of the largest size of which it answers one alone, if not with the right bytes.
   */
  static Optional<Exchange> manyRequests(Lab lab) throws InterruptedException {
    Situation situation = lab.situation();
    Exchange exchange = situation.exchange();
    if (exchange.framing() instanceof Framing.Eof || !situation.takesSeveralMessages()) {
      // A prompt reader makes room while the server sends. One that loses what its send buffer does
      // not take manages more with that reader than with a slow one, but often not much more.
      for (int size = serverBytes(exchange); size >= LEAST_BYTES; size -= size / 4) {
        Exchange one = Conversations.withWireBytes(exchange, size);
        Trial trial = lab.run(one);
        if (trial.isIntact() || Sent.of(trial).isOfReply()) {
          return Optional.of(one);
        }
      }
      return Optional.empty();
    }
    for (int size : requestBytes(exchange)) {
      if (lab.run(Conversations.withWireBytes(exchange, size)).isIntact()) {
        return Optional.of(exchange.withDialogue(List.of(together(exchange, size))));
      }
    }
    return Optional.empty();
  }

  private static List<Integer> requestBytes(Exchange exchange) {
    if (exchange.framing() instanceof Framing.Fixed(int size)) {
      return List.of(size);
    }
    List<Integer> sizes = new ArrayList<>();
    if (exchange.network().isUnix()) {
      UNIX_REQUEST_KIBIBYTES.forEach(size -> sizes.add(size * 1024));
    }
    sizes.addAll(REQUEST_BYTES);
    return sizes;
  }

  private static Step together(Exchange exchange, int messageBytes) {
    int overhead =
        exchange.framing() instanceof Framing.Fixed ? 0 : Messages.onWire(exchange, "x").length - 1;
    String text = Texts.positionCoded(serverBytes(exchange));
    int body = messageBytes - overhead;
    List<String> replies = new ArrayList<>();
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    String first = "";
    for (int from = 0; from + body <= text.length(); from += body) {
      String message = text.substring(from, from + body);
      if (from == 0) {
        first = message;
      } else {
        wire.writeBytes(Messages.onWire(exchange, message));
      }
      replies.add(exchange.text().uppercase(message));
    }
    return Conversations.step(1, first, Bytes.of(wire.toByteArray()), replies, Step.Then.NOTHING);
  }

  /** All that the subject has to send in an exchange, on each of its connections. */
  static byte[] expected(Exchange exchange) {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    List<String> messages = EndCases.isClient(exchange) ? exchange.messages() : exchange.replies();
    messages.forEach(message -> wire.writeBytes(Messages.onWire(exchange, message)));
    return wire.toByteArray();
  }

  /** The subject under pressure; nothing where it cannot be put under any. */
  static Optional<Trial> underPressure(Lab lab) throws InterruptedException {
    Optional<Exchange> exchange =
        EndCases.isClient(lab.situation().exchange())
            ? largeRequest(lab.situation())
            : manyRequests(lab);
    if (exchange.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(lab.run(squeezed(exchange.get())));
  }
}
