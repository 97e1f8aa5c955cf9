package sockproof.harness.check.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.check.Conversations;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Evidence.StepResult;
import sockproof.harness.exchange.Exchange;
import sockproof.reference.message.Framing;

/**
 * The cases in which one message of a certain size reaches the subject, all of it at once: the
 * sizes of common buffers, on the wire and without the framing, and some that are no buffer's.
 */
final class SizeCases {
  private static final List<Integer> BUFFERS =
      List.of(
          64, 100, 128, 256, 500, 512, 1000, 1024, 1500, 2000, 2048, 4000, 4096, 5000, 8192, 10_000,
          16_384, 32_768, 65_535, 65_536);

  /** Larger than most buffers, and a multiple of none. */
  private static final List<Integer> LONG = List.of(3001, 12_345, 40_001, 70_001, 150_001);

  /** Most of the sizes above divide one of these. */
  private static final List<Integer> BUFFERS_OF_SLOW =
      List.of(128, 256, 512, 1000, 1024, 2048, 4096, 8192, 10_000, 16_384, 32_768, 65_536);

  private static final List<Integer> LONG_OF_SLOW = List.of(3001, 40_001, 150_001);

  private static final int LARGEST_ARGUMENT_BYTES = 120_000;

  /** A subject that needs a larger part of its time for one size is not given a larger one. */
  private static final int PART_OF_DEADLINE = 4;

  private SizeCases() {}

  /** Why sizes tell nothing; empty where they do. */
  static Optional<String> notApplicable(Situation situation) {
    return situation.exchange().framing() instanceof Framing.Fixed(int size)
        ? Optional.of("every message has " + size + " bytes")
        : Optional.empty();
  }

  /** The trials by size on the wire, ascending, as far as the subject is quick enough. */
  static Map<Integer, Trial> ascending(Lab lab) throws InterruptedException {
    Map<Integer, Trial> trials = new TreeMap<>();
    long patienceNanos =
        lab.situation().baselineMillis() * 1_000_000
            + lab.situation().exchange().deadline().toNanos() / PART_OF_DEADLINE;
    List<Integer> sizes = sizes(lab.situation());
    int batch = 6;
    for (int from = 0; from < sizes.size(); from += batch) {
      List<Integer> some = sizes.subList(from, Math.min(from + batch, sizes.size()));
      List<Trial> done = lab.runAll(some.stream().map(size -> of(lab, size)).toList());
      for (int i = 0; i < some.size(); i++) {
        trials.put(some.get(i), done.get(i));
      }
      boolean slow =
          done.stream()
              .anyMatch(trial -> trial.evidence().subject().elapsedNanos() > patienceNanos);
      long failed = trials.values().stream().filter(trial -> !trial.isIntact()).count();
      boolean tooSlow = slow && failed == 0 && EndCases.isClient(lab.situation().exchange());
      if (tooSlow || failed >= 4) {
        break;
      }
    }
    return trials;
  }

  private static List<Integer> sizes(Situation situation) {
    boolean quick = situation.startsQuickly();
    List<Integer> buffers = quick ? BUFFERS : BUFFERS_OF_SLOW;
    List<Integer> sizes = new ArrayList<>(buffers);
    sizes.addAll(quick ? LONG : LONG_OF_SLOW);
    int overhead = overheadBytes(situation.exchange());
    if (situation.exchange().framing() instanceof Framing.LengthPrefix) {
      buffers.forEach(size -> sizes.add(size + overhead));
    }
    boolean argument = situation.subject().takesMessageAsArgument();
    return sizes.stream()
        .filter(size -> !argument || size <= LARGEST_ARGUMENT_BYTES)
        .distinct()
        .sorted()
        .toList();
  }

  static int overheadBytes(Exchange exchange) {
    return sockproof.harness.check.Messages.onWire(exchange, "x").length - 1;
  }

  /** One message of a size. */
  static Exchange of(Lab lab, int wireBytes) {
    return Conversations.withWireBytes(lab.situation().exchange(), wireBytes);
  }

  /** The size of a trial's message on the wire. */
  static int sizeOf(Trial trial) {
    return EndCases.firstOnWire(trial.exchange()).length;
  }

  /**
   * True where a message came out cut, or never came out; not where it was refused. A refusal is
   * told at once, so one that takes long is a wait that the subject itself has ended.
   *
   * @param quickNanos how long a message of this size may take
   */
  static boolean isCut(Trial trial, long quickNanos) {
    boolean late = trial.evidence().subject().elapsedNanos() > quickNanos;
    if (EndCases.isClient(trial.exchange())) {
      return trial.is(Kind.WRONG) || trial.isOverdue() || (trial.is(Kind.ERROR) && late);
    }
    return trial.is(Kind.HUNG)
        || trial.is(Kind.SPUN)
        || trial.steps().stream().anyMatch(step -> isCut(step, trial));
  }

  private static boolean isCut(StepResult result, Trial trial) {
    String expected = trial.exchange().replies().getFirst();
    if (result.replies().isEmpty()) {
      return result.partial().contains(expected.substring(0, Math.min(16, expected.length())));
    }
    String reply = result.replies().getFirst();
    return !reply.equals(expected) && !reply.isEmpty() && expected.startsWith(reply.strip());
  }
}
