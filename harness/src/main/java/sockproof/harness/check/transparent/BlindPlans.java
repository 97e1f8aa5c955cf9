package sockproof.harness.check.transparent;

import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Machine;
import sockproof.proxy.core.Framing;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.plan.YamlNode;

/** Makes plans for a relay that knows no messages: offsets count from the start of a stream. */
final class BlindPlans {
  private BlindPlans() {}

  /**
   * The exchange under faults.
   *
   * @param faults each in YAML's flow style
   */
  static Exchange under(Exchange exchange, String... faults) {
    StringBuilder yaml = new StringBuilder();
    for (String fault : faults) {
      yaml.append("- ").append(fault).append('\n');
    }
    return exchange.withPlan(read(YamlNode.parse(yaml.toString(), "case"), exchange));
  }

  /** The plan that stands in a file. */
  static Plan read(YamlNode faults, Exchange exchange) {
    return PlanReader.read(
        faults, exchange.network().medium(), new Framing.None(), Machine.capabilities());
  }
}
