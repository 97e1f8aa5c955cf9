package sockproof.harness.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import sockproof.harness.exchange.Step;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlannedFault;

/**
 * Makes a failing case as small as it can be while it still fails in the same way: fewer faults,
 * fewer offsets, fewer messages. Delta debugging after Zeller and Hildebrandt, "Simplifying and
 * Isolating Failure-Inducing Input" (2002).
 */
final class Shrinker {
  private final Lab lab;
  private final Predicate<Trial> fails;

  /**
   * A shrinker.
   *
   * @param fails whether a trial shows the same failure
   */
  Shrinker(Lab lab, Predicate<Trial> fails) {
    this.lab = lab;
    this.fails = fails;
  }

  /** The smallest case that was found; the given one where nothing smaller fails. */
  Trial shrink(Trial trial) throws InterruptedException {
    Trial smallest = withFewerFaults(trial);
    smallest = withFewerOffsets(smallest);
    return withFewerSteps(smallest);
  }

  private Trial withFewerFaults(Trial trial) throws InterruptedException {
    Trial[] best = {trial};
    minimise(
        trial.exchange().plan().faults(),
        faults -> {
          Trial candidate = lab.run(trial.exchange().withPlan(new Plan(faults)));
          return keep(best, candidate);
        });
    return best[0];
  }

  private Trial withFewerOffsets(Trial trial) throws InterruptedException {
    Trial[] best = {trial};
    List<PlannedFault> faults = trial.exchange().plan().faults();
    for (int i = 0; i < faults.size(); i++) {
      int index = i;
      List<Integer> offsets = Offsets.of(faults.get(i), trial.exchange());
      if (offsets.size() > 1) {
        minimise(
            offsets,
            fewer -> {
              List<PlannedFault> changed = new ArrayList<>(best[0].exchange().plan().faults());
              changed.set(index, Offsets.with(faults.get(index), fewer, trial.exchange()));
              return keep(best, lab.run(trial.exchange().withPlan(new Plan(changed))));
            });
      }
    }
    return best[0];
  }

  /** Leaves out steps from the end; a case that needs several messages keeps them. */
  private Trial withFewerSteps(Trial trial) throws InterruptedException {
    Trial best = trial;
    List<Step> steps = trial.exchange().dialogue();
    for (int count = 1; count < steps.size(); count++) {
      Trial candidate =
          lab.run(
              trial
                  .exchange()
                  .withPlan(best.exchange().plan())
                  .withDialogue(steps.subList(0, count)));
      if (fails.test(candidate)) {
        return candidate;
      }
    }
    return best;
  }

  private boolean keep(Trial[] best, Trial candidate) {
    boolean same = fails.test(candidate);
    if (same) {
      best[0] = candidate;
    }
    return same;
  }

  /** Whether a part of the items still fails. */
  private interface Test<T> {
    boolean fails(List<T> items) throws InterruptedException;
  }

  /** The algorithm ddmin: ever smaller parts and their complements. */
  private static <T> List<T> minimise(List<T> items, Test<T> test) throws InterruptedException {
    List<T> current = items;
    int parts = 2;
    while (current.size() >= 2) {
      boolean reduced = false;
      int size = Math.ceilDiv(current.size(), parts);
      for (int from = 0; from < current.size() && !reduced; from += size) {
        int start = from;
        int end = Math.min(from + size, current.size());
        List<T> part = List.copyOf(current.subList(start, end));
        List<T> all = current;
        List<T> complement =
            IntStream.range(0, all.size())
                .filter(i -> i < start || i >= end)
                .mapToObj(all::get)
                .toList();
        if (test.fails(part)) {
          current = part;
          parts = 2;
          reduced = true;
        } else if (parts > 2 && test.fails(complement)) {
          current = complement;
          parts = Math.max(parts - 1, 2);
          reduced = true;
        }
      }
      if (!reduced) {
        if (parts >= current.size()) {
          break;
        }
        parts = Math.min(parts * 2, current.size());
      }
    }
    return current;
  }
}
