package sockproof.harness.check.datagram;

import java.util.Optional;
import sockproof.harness.check.Situation;
import sockproof.proxy.plan.Capability;

/** What a check needs of the machine. */
final class Capabilities {
  private Capabilities() {}

  /** Why a check cannot be applied on this machine, in a sentence; empty where it can. */
  static Optional<String> missing(Situation situation, Capability needed) {
    return situation.capabilities().contains(needed)
        ? Optional.empty()
        : Optional.of("it needs " + needed.phrase() + Capability.REMEDY);
  }
}
