package sockproof.harness.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sockproof.harness.exchange.Exchange;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlannedFault;

/** The cut points of a {@code fragment}, as a list that can be made shorter. */
final class Offsets {
  private Offsets() {}

  /** The offsets of {@code at}, or those that {@code every} comes to in the longest message. */
  static List<Integer> of(PlannedFault fault, Exchange exchange) {
    if (!(fault.toData().get("fragment") instanceof Map<?, ?> keys)) {
      return List.of();
    }
    if (keys.get("at") instanceof List<?> at) {
      return at.stream().map(offset -> Integer.parseInt(offset.toString())).toList();
    }
    if (keys.get("every") instanceof Number every) {
      int longest = Messages.longestWireBytes(exchange);
      return IntStream.iterate(every.intValue(), i -> i < longest, i -> i + every.intValue())
          .boxed()
          .toList();
    }
    return List.of();
  }

  /** The fault with other offsets. */
  static PlannedFault with(PlannedFault fault, List<Integer> offsets, Exchange exchange) {
    String list = offsets.stream().map(String::valueOf).collect(Collectors.joining(", "));
    List<String> keys = new ArrayList<>();
    if (fault.toData().get("fragment") instanceof Map<?, ?> data) {
      Object to = data.get("to");
      if (to != null) {
        keys.add("to: " + to);
      }
      Object pace = data.get("pace");
      if (pace != null) {
        keys.add("pace: " + pace);
      }
    }
    keys.add("at: [" + list + "]");
    Plan plan = Plans.plan(exchange, "fragment: {" + String.join(", ", keys) + "}");
    PlannedFault changed = plan.faults().getFirst();
    return changed.when(fault.when()).withProbability(fault.probability()).named(fault.name());
  }
}
