package sockproof.harness.exchange;

import java.util.EnumSet;
import java.util.Set;
import sockproof.proxy.plan.Capability;

/** What this machine offers beyond ordinary sockets. */
public final class Machine {
  private Machine() {}

  /** The capabilities that faults may use here. */
  public static Set<Capability> capabilities() {
    return EnumSet.noneOf(Capability.class);
  }
}
