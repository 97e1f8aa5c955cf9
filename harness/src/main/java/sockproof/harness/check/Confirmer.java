package sockproof.harness.check;

import java.util.List;

/**
 * Makes a failing case as small as it can be, and repeats it: what fails once and never again was
 * the machine's fault, not the subject's.
 */
final class Confirmer {
  private final Lab lab;

  Confirmer(Lab lab) {
    this.lab = lab;
  }

  /**
   * A failing case and how it repeats.
   *
   * @param trial the case
   * @param failures how many of its repeats failed
   * @param runs how many there were; fewer, or none, where the budget was used up
   */
  record Confirmation(Trial trial, int failures, int runs) {
    /** True where the failure was never seen again, or there was no time to look for it. */
    boolean isRefuted() {
      return failures == 0;
    }

    /** True where some repeats came out well. */
    boolean isFlaky() {
      return failures < runs;
    }

    /** As {@code 5/5}. */
    String rate() {
      return failures + "/" + runs;
    }
  }

  /** Shrinks the first of a check's failing cases and repeats it. */
  Confirmation confirm(Check check, Diagnosis diagnosis) throws InterruptedException {
    Trial first = diagnosis.failing().getFirst();
    Trial smallest;
    try {
      smallest = new Shrinker(lab, check::shows).shrink(first);
    } catch (Lab.BudgetException | Lab.CaseException e) {
      smallest = first; // no time, or no way, to make it smaller
    }
    Confirmation small = repeat(check, smallest);
    if (!small.isFlaky() || smallest.equals(first)) {
      return small;
    }
    // What was left out had a part in it after all.
    Confirmation whole = repeat(check, first);
    return whole.failures() > small.failures() ? whole : small;
  }

  private Confirmation repeat(Check check, Trial trial) throws InterruptedException {
    List<Trial> repeats = lab.runAgain(trial.exchange(), Lab.REPEATS);
    int failures = (int) repeats.stream().filter(check::shows).count();
    return new Confirmation(trial, failures, repeats.size());
  }
}
