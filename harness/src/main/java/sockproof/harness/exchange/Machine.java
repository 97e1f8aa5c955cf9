package sockproof.harness.exchange;

import java.util.Set;
import sockproof.proxy.plan.Capability;
import sockproof.proxy.relay.Relay;

/** What this machine offers beyond ordinary sockets. */
public final class Machine {
  private static final Set<Capability> CAPABILITIES = Relay.capabilities();

  private Machine() {}

  /** The capabilities that faults may use here; the same for the life of the process. */
  public static Set<Capability> capabilities() {
    return CAPABILITIES;
  }
}
