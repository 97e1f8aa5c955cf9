package sockproof.harness.check.transparent;

import java.util.LinkedHashMap;
import java.util.Map;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.RealPeers;
import sockproof.harness.exchange.RealPeers.Other;
import sockproof.harness.subject.Subject;
import sockproof.proxy.plan.Endpoint;

/**
 * The program under test, its partner, and how they are run.
 *
 * @param subject the program under test
 * @param other its partner
 * @param exchange the kind of socket, the user's messages, the deadline and the seed, without
 *     faults
 */
public record Partners(Subject subject, RealPeers.Other other, Exchange exchange) {
  /** What a result says of them besides the subject's own command. */
  public Map<String, Object> toData() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("protocol", PartnersFile.PROTOCOL);
    switch (other) {
      case Other.Upstream(Endpoint endpoint) -> data.put("upstream", endpoint.toString());
      case Other.Driver(Subject client) -> data.put("driver", client.start().arguments().getLast());
    }
    return data;
  }
}
