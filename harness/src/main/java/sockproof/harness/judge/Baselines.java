package sockproof.harness.judge;

import sockproof.harness.exchange.Evidence;

/** Runs without faults, made when an oracle asks for them. */
public interface Baselines {
  /** One short plain message: how the subject prints a reply when nothing is unusual. */
  Evidence.OfClient plain();

  /** The same dialogue as the case, without its faults. */
  Evidence.OfClient sameDialogue();
}
