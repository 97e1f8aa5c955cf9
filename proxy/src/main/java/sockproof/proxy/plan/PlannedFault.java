package sockproof.proxy.plan;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One fault of a plan together with the keys common to all faults.
 *
 * @param spec the fault and its own keys
 * @param to whose incoming bytes it concerns
 * @param when the condition under which it applies
 * @param probability with which it applies, from 0 to 1
 * @param name its name in traces; empty for the name of its type
 */
public record PlannedFault(
    FaultSpec spec, Receiver to, When when, double probability, String name) {

  /** A fault that always applies, in the directions that its type concerns by default. */
  public static PlannedFault always(FaultSpec spec) {
    return new PlannedFault(spec, spec.type().defaultReceiver(), When.ALWAYS, 1, "");
  }

  /** The same fault for the incoming bytes of one side. */
  public PlannedFault to(Receiver receiver) {
    return new PlannedFault(spec, receiver, when, probability, name);
  }

  /** The same fault under a condition. */
  public PlannedFault when(When condition) {
    return new PlannedFault(spec, to, condition, probability, name);
  }

  /** The same fault with a probability. */
  public PlannedFault withProbability(double chance) {
    return new PlannedFault(spec, to, when, chance, name);
  }

  /** The same fault under another name. */
  public PlannedFault named(String other) {
    return new PlannedFault(spec, to, when, probability, other);
  }

  /** Its name in traces. */
  public String label() {
    return name.isEmpty() ? spec.type().name() : name;
  }

  /**
   * The fault as data: one entry, its name, to a map of its keys. Written as YAML or JSON and read
   * again it gives an equal fault.
   */
  public Map<String, Object> toData() {
    Map<String, Object> keys = new LinkedHashMap<>();
    if (to != spec.type().defaultReceiver()) {
      keys.put("to", CommonKeys.TO.written(to));
    }
    keys.putAll(spec.settings().toData());
    if (!when.equals(When.ALWAYS)) {
      keys.put("when", CommonKeys.written(when));
    }
    if (probability != 1) {
      keys.put("probability", probability);
    }
    if (!name.isEmpty()) {
      keys.put("name", name);
    }
    return Map.of(spec.type().name(), keys);
  }

  /** The fault in YAML's flow style, as it can be given to {@code --fault}. */
  @Override
  public String toString() {
    return FlowYaml.inMap(toData());
  }
}
