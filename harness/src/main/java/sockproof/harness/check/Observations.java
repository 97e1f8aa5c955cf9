package sockproof.harness.check;

import java.util.LinkedHashMap;
import java.util.Map;
import sockproof.harness.exchange.Role;

/** What was noticed of a subject without being judged. */
final class Observations {
  private Observations() {}

  static Map<String, Object> of(Situation situation, Map<String, Object> notes) {
    Map<String, Object> observations = new LinkedHashMap<>();
    observations.put("baseline-ms", situation.baselineMillis());
    boolean client = situation.exchange().underTest() == Role.CLIENT;
    if (client && !situation.exchange().replies().isEmpty()) {
      observations.put("several-messages", situation.takesSeveralMessages());
      observations.put("pipelines", situation.pipelines());
      observations.put("connection-per-message", situation.connectionPerMessage());
    }
    observations.putAll(notes);
    return observations;
  }
}
