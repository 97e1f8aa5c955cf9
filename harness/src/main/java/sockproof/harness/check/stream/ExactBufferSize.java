package sockproof.harness.check.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.TraceEvent;

/**
 * {@code exact-buffer-size}: a message that fills the read buffer exactly, or several of them,
 * hangs or is cut, while one of a byte less and one of a byte more come out whole. A full buffer
 * says nothing about what follows.
 */
public final class ExactBufferSize implements Check {
  @Override
  public String id() {
    return "exact-buffer-size";
  }

  /** Whoever takes a read that is not full for the last one also fails at every cut. */
  @Override
  public Set<String> explains() {
    return Set.of("single-recv", "message-truncated", "early-eof-accepted", "coalesced-messages");
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return SizeCases.notApplicable(situation);
  }

  /** What came in pieces fails, or not, for another reason than its size. */
  @Override
  public boolean shows(Trial trial) {
    return Check.super.shows(trial) && cameWhole(trial);
  }

  private static boolean cameWhole(Trial trial) {
    boolean client = EndCases.isClient(trial.exchange());
    Direction towards = client ? Direction.TO_CLIENT : Direction.TO_SERVER;
    int size = SizeCases.sizeOf(trial);
    return trial.evidence().histories().values().stream()
        .flatMap(history -> history.events(TraceEvent.Kind.DELIVERED).stream())
        .anyMatch(event -> event.direction() == towards && event.bytes().length() >= size);
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Map<Integer, Trial> trials = SizeCases.ascending(lab);
    List<Trial> failing = new ArrayList<>();
    for (Map.Entry<Integer, Trial> trial : trials.entrySet()) {
      if (failing.size() < 2
          && shows(trial.getValue())
          && neighboursAreWhole(lab, trial.getKey())) {
        failing.add(trial.getValue());
      }
    }
    if (failing.isEmpty()) {
      return Diagnosis.pass(
          "no size of %d comes out worse than its neighbours".formatted(trials.size()));
    }
    int size = SizeCases.sizeOf(failing.getFirst());
    return Diagnosis.fail(
        "a %s of exactly %d bytes is not read, one of %d and one of %d bytes are"
            .formatted(CutCases.what(lab.situation().exchange()), size, size - 1, size + 1),
        "a message of any size taken whole",
        failing.getFirst().outcome().detail(),
        failing);
  }

  private static boolean neighboursAreWhole(Lab lab, int size) throws InterruptedException {
    return lab.runAll(List.of(SizeCases.of(lab, size - 1), SizeCases.of(lab, size + 1))).stream()
        .allMatch(Trial::isIntact);
  }
}
