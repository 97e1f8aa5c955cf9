package sockproof.harness.check.datagram;

import java.util.List;
import java.util.Optional;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Plans;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.judge.Words;
import sockproof.proxy.plan.Capability;

/**
 * One ICMP port unreachable ends it for good, though the server comes up in a moment: a connected
 * socket tells of it by ECONNREFUSED; see udp(7). The first request is answered so, as by a closed
 * port; the next one meets the server.
 */
public final class IcmpKills implements Check {
  @Override
  public String id() {
    return "icmp-kills";
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    if (situation.exchange().network().isUnix()) {
      return Optional.of("Unix sockets know no ICMP");
    }
    return Capabilities.missing(situation, Capability.PORT_UNREACHABLE);
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    Trial trial = lab.run(Plans.under(exchange, "unreachable: {nth: 1, when: {connection: 1}}"));
    if (!shows(trial)) {
      return Diagnosis.pass("a port that is closed at the first request is asked again");
    }
    return Diagnosis.fail(
        "one ICMP port unreachable ends it, though the server comes up before the next try",
        "the replies " + Words.quoted(exchange.replies()),
        trial.outcome().detail(),
        List.of(trial));
  }
}
