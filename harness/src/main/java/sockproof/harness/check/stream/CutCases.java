package sockproof.harness.check.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import sockproof.harness.check.Behaviour;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Messages;
import sockproof.harness.check.Plans;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.TraceEvent;
import sockproof.reference.message.Framing;

/**
 * The cases in which the messages that reach the subject are cut. All are in lockstep, so that no
 * two pieces meet in one recv().
 */
final class CutCases {
  /** A message longer than this is cut at a sample of its places. */
  private static final int ALL_CUTS_BYTES = 2048;

  private static final int SAMPLED_CUTS = 256;

  /** Pieces that take longer than this may meet the subject's own deadline. */
  private static final long SLOW_DELIVERY_NANOS = 700_000_000;

  /** Where in a message a cut falls. */
  enum Place {
    /** Inside the length prefix. */
    PREFIX,
    /** Between the two bytes of CR LF. */
    DELIMITER,
    /** Inside a character of several bytes. */
    CHARACTER,
    /** Anywhere else. */
    BODY
  }

  private CutCases() {}

  /** Every message towards the subject is cut after so many of its bytes. */
  static Exchange cut(Exchange exchange, int offset) {
    return cut(exchange, List.of(offset));
  }

  /** Every message towards the subject is cut at several places. */
  static Exchange cut(Exchange exchange, List<Integer> offsets) {
    return Plans.under(
        exchange, "fragment: {to: %s, at: %s}".formatted(Messages.subjectSide(exchange), offsets));
  }

  /** The places of one kind in the longest message towards the subject, in order. */
  static List<Integer> offsets(Exchange exchange, Place place) {
    byte[] wire = longest(exchange);
    return IntStream.range(1, wire.length)
        .filter(offset -> placeOf(exchange.framing(), wire, offset) == place)
        .boxed()
        .toList();
  }

  /** The places in the body, the most telling first: middle, ends, then all others in order. */
  static List<Integer> bodyOffsets(Exchange exchange) {
    List<Integer> all = offsets(exchange, Place.BODY);
    if (all.size() < 3) {
      return all;
    }
    List<Integer> ordered = new ArrayList<>();
    ordered.add(all.get(all.size() / 2));
    ordered.add(all.getFirst());
    ordered.add(all.getLast());
    int step = all.size() <= ALL_CUTS_BYTES ? 1 : Math.ceilDiv(all.size(), SAMPLED_CUTS);
    for (int i = 0; i < all.size(); i += step) {
      if (!ordered.contains(all.get(i))) {
        ordered.add(all.get(i));
      }
    }
    return ordered;
  }

  /** Runs cuts in their order until so many fail; all of them while none does. */
  static List<Trial> sweep(Lab lab, Exchange exchange, List<Integer> offsets, int enough)
      throws InterruptedException {
    List<Exchange> cases = offsets.stream().map(offset -> cut(exchange, offset)).toList();
    return lab.runUntil(cases, enough, CutCases::isTelling);
  }

  /**
   * Whether a trial that came out wrong did so because of its cuts. A subject that gives up by a
   * deadline of its own while the pieces still come, as on a busy machine, tells nothing.
   */
  static boolean isTelling(Trial trial) {
    boolean gaveUp = trial.is(Behaviour.Kind.ERROR) || trial.isOverdue();
    return !trial.isIntact()
        && !trial.isCrashed()
        && !(gaveUp && deliveryNanos(trial) > SLOW_DELIVERY_NANOS);
  }

  /** From the first piece to the last, or to the end where not all were wanted. */
  private static long deliveryNanos(Trial trial) {
    Direction towards =
        EndCases.isClient(trial.exchange()) ? Direction.TO_CLIENT : Direction.TO_SERVER;
    long first = Long.MAX_VALUE;
    long last = 0;
    long received = 0;
    long delivered = 0;
    for (History history : trial.evidence().histories().values()) {
      for (TraceEvent event : history.events()) {
        if (event.direction() != towards) {
          continue;
        }
        if (event.kind() == TraceEvent.Kind.RECEIVED) {
          received += event.bytes().length();
        } else if (event.kind() == TraceEvent.Kind.DELIVERED) {
          delivered += event.bytes().length();
          first = Math.min(first, event.nanos());
          last = Math.max(last, event.nanos());
        }
      }
    }
    long end = delivered < received ? trial.evidence().overNanos() : last;
    return Math.max(end - first, 0);
  }

  /** The one place where a trial's messages were cut; empty for several. */
  static Optional<Integer> offsetOf(Trial trial) {
    return trial.exchange().plan().faults().stream()
        .map(fault -> fault.toData().get("fragment"))
        .filter(java.util.Map.class::isInstance)
        .map(keys -> ((java.util.Map<?, ?>) keys).get("at"))
        .filter(List.class::isInstance)
        .map(at -> (List<?>) at)
        .filter(at -> at.size() == 1)
        .map(at -> Integer.parseInt(at.getFirst().toString()))
        .findFirst();
  }

  private static byte[] longest(Exchange exchange) {
    byte[] longest = new byte[0];
    for (String message : Messages.towardsSubject(exchange)) {
      byte[] wire = Messages.onWire(exchange, message);
      if (wire.length > longest.length) {
        longest = wire;
      }
    }
    return longest;
  }

  private static Place placeOf(Framing framing, byte[] wire, int offset) {
    if (framing instanceof Framing.LengthPrefix && offset < Framing.LengthPrefix.PREFIX_BYTES) {
      return Place.PREFIX;
    }
    if (framing instanceof Framing.Crlf && offset == wire.length - 1) {
      return Place.DELIMITER;
    }
    // The second and later bytes of a character in UTF-8 begin with the bits 10 (RFC 3629).
    boolean insideCharacter = (wire[offset] & 0xc0) == 0x80;
    return insideCharacter ? Place.CHARACTER : Place.BODY;
  }

  /** For people: several of them. */
  static String several(Exchange exchange) {
    return Messages.subjectSide(exchange).equals("client") ? "replies" : "requests";
  }

  /** For people: what is cut, a reply or a request. */
  static String what(Exchange exchange) {
    return Messages.subjectSide(exchange).equals("client") ? "reply" : "request";
  }
}
