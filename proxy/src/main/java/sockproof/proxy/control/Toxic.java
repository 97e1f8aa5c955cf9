package sockproof.proxy.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlannedFault;
import sockproof.proxy.plan.Receiver;
import sockproof.proxy.plan.When;

/**
 * A fault in the terms of toxiproxy's API.
 *
 * @param name unique at its proxy
 * @param type what it does
 * @param upstream true if it concerns what the server receives, false for what the client does
 * @param toxicity how likely it is to apply to a connection, from 0 to 1
 * @param attributes its settings; all of those that its type has
 */
public record Toxic(
    String name, ToxicType type, boolean upstream, double toxicity, Map<String, Long> attributes) {
  public Toxic {
    attributes = Map.copyOf(attributes);
  }

  /** Its direction in the words of the API. */
  public String stream() {
    return upstream ? "upstream" : "downstream";
  }

  /** The same with some settings changed, and another toxicity. */
  public Toxic changed(Map<String, Long> others, double otherToxicity) {
    Map<String, Long> all = new LinkedHashMap<>(attributes);
    all.putAll(others);
    return new Toxic(name, type, upstream, otherToxicity, all);
  }

  /** The faults that have its effect, in order; the last of them has its name. */
  PlannedFault fault() {
    return new PlannedFault(
        type.fault(attributes),
        upstream ? Receiver.SERVER : Receiver.CLIENT,
        When.ALWAYS,
        toxicity,
        name);
  }

  /** A plan with the faults of toxics behind its own. */
  static Plan added(Plan plan, List<Toxic> toxics) {
    List<PlannedFault> all = new ArrayList<>(plan.faults());
    toxics.forEach(toxic -> all.add(toxic.fault()));
    return new Plan(all);
  }
}
