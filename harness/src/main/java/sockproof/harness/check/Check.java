package sockproof.harness.check;

import java.util.Optional;
import java.util.Set;

/**
 * Looks for one finding. It asks the {@link Lab} for cases, compares which fail with which pass,
 * and gives its verdict. Cases that several checks ask for are run once.
 */
public interface Check {
  /** The finding's id in the catalogue. */
  String id();

  /**
   * Why the check cannot be applied to this subject, in a sentence; empty where it can. The kind of
   * socket and the role are looked at before, by the catalogue.
   */
  Optional<String> notApplicable(Situation situation);

  /**
   * Whether its cases mostly wait, for longer than others take in all. They are begun first where
   * others run meanwhile, and come last where cases run one after the other.
   */
  default boolean waits() {
    return false;
  }

  /**
   * Explores and judges.
   *
   * @param lab runs cases
   * @throws InterruptedException where the whole check is ended
   */
  Diagnosis examine(Lab lab) throws InterruptedException;

  /**
   * Whether one case by itself still shows what the check found. With it a failing case is made
   * smaller, is confirmed, and is judged when it is replayed. A death by a signal is a finding of
   * its own.
   *
   * @param trial a case and what came of it
   */
  default boolean shows(Trial trial) {
    return !trial.isIntact() && !trial.isCrashed();
  }

  /**
   * Whether a case came out as it must without the bug. Where no whole reply is possible, that is
   * an error told by the subject.
   *
   * @param trial a case and what came of it
   */
  default boolean isRight(Trial trial) {
    return trial.isIntact();
  }

  /**
   * The ids of the findings whose evidence this bug brings along. They are not reported by
   * themselves where this one is found; they are listed with it.
   */
  default Set<String> explains() {
    return Set.of();
  }
}
