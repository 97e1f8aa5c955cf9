package sockproof.harness.check.datagram;

import java.util.List;
import java.util.Optional;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.check.Check;
import sockproof.harness.check.Conversations;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Messages;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Role;
import sockproof.harness.exchange.Step;
import sockproof.harness.exchange.Texts;

/**
 * Has a buffer that is smaller than the datagram: what does not fit is thrown away; see POSIX
 * recv(). Tried with sizes around common buffers and packets, up to the largest datagram of IPv4.
 */
public final class DatagramTruncated implements Check {
  private static final List<Integer> SIZES_BYTES =
      List.of(512, 513, 1024, 1025, 1472, 1500, 4096, 8192, 65_507);

  /** So much of a long reply is printed by nobody who did not get it. */
  private static final int TELLING_CHARACTERS = 32;

  @Override
  public String id() {
    return "datagram-truncated";
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    Trial largest = lab.run(Conversations.withWireBytes(exchange, SIZES_BYTES.getLast()));
    if (largest.isIntact() && !lab.situation().startsQuickly()) {
      return Diagnosis.pass(
          "the largest datagram, of %,d bytes, is taken whole".formatted(SIZES_BYTES.getLast()));
    }
    List<Trial> trials =
        lab.runAll(
            SIZES_BYTES.stream().map(size -> Conversations.withWireBytes(exchange, size)).toList());
    boolean unclear = trials.stream().anyMatch(trial -> !trial.isIntact() && !shows(trial));
    if (unclear && exchange.underTest() == Role.CLIENT) {
      // It may be that it does not take so long a message from its user.
      trials = lab.runAll(SIZES_BYTES.stream().map(size -> longReply(exchange, size)).toList());
    }
    List<Trial> failing = trials.stream().filter(this::shows).toList();
    if (failing.isEmpty()) {
      return Diagnosis.pass(
          "datagrams of up to %,d bytes are taken whole".formatted(SIZES_BYTES.getLast()));
    }
    Trial first = failing.getFirst();
    int size = Messages.longestWireBytes(first.exchange());
    return Diagnosis.fail(
        "a datagram of %,d bytes is cut".formatted(size),
        "%,d bytes taken whole".formatted(size),
        first.outcome().detail(),
        failing);
  }

  /** A short message with a long reply. */
  private static Exchange longReply(Exchange exchange, int sizeBytes) {
    String reply = exchange.text().uppercase(Texts.positionCoded(sizeBytes));
    return exchange.withDialogue(List.of(Step.of(exchange.messages().getFirst(), reply)));
  }

  @Override
  public boolean shows(Trial trial) {
    if (trial.isIntact()) {
      return false;
    }
    return switch (trial.evidence()) {
      case Evidence.OfClient client -> isCut(trial, client);
      case Evidence.OfServer server -> isCut(trial, server);
    };
  }

  /** A part of the reply was printed; or it was not taken at all, though the request was whole. */
  private static boolean isCut(Trial trial, Evidence.OfClient evidence) {
    String reply = trial.exchange().replies().getFirst();
    String start = reply.substring(0, TELLING_CHARACTERS);
    String printed = evidence.subject().stdout();
    String request = trial.exchange().messages().getFirst();
    boolean asked = request.length() == reply.length() && Requests.heard(trial).contains(request);
    return !printed.contains(reply) && (printed.contains(start) || asked);
  }

  /** A part was answered; or nothing, by a server that goes on serving. */
  private static boolean isCut(Trial trial, Evidence.OfServer evidence) {
    String wanted = trial.exchange().replies().getFirst();
    List<String> answered = trial.outcome().taken();
    return answered.isEmpty()
        ? trial.outcome().kind() == Kind.HUNG && evidence.answersAfterwards()
        : answered.stream().anyMatch(part -> !part.isEmpty() && isPart(part, wanted));
  }

  private static boolean isPart(String part, String whole) {
    return part.length() < whole.length() && whole.startsWith(part);
  }
}
