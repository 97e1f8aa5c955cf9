package sockproof.harness.check;

import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Machine;
import sockproof.proxy.core.Framing;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.plan.YamlNode;

/** Makes plans for cases from faults as they stand in scenario files. */
public final class Plans {
  private Plans() {}

  /**
   * The exchange under faults.
   *
   * @param faults each in YAML's flow style, as {@code fragment: {to: client, at: [3]}}
   */
  public static Exchange under(Exchange exchange, String... faults) {
    return exchange.withPlan(plan(exchange, faults));
  }

  /** The plan alone. */
  public static Plan plan(Exchange exchange, String... faults) {
    StringBuilder yaml = new StringBuilder();
    for (String fault : faults) {
      yaml.append("- ").append(fault).append('\n');
    }
    return PlanReader.read(
        YamlNode.parse(yaml.toString(), "case"),
        exchange.network().medium(),
        Framing.parse(exchange.framing().word()),
        Machine.capabilities());
  }
}
