package sockproof.harness.check.datagram;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Plans;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.judge.Words;

/**
 * One lost request or reply is an error: it does not ask again, as RFC 8085, section 3.1.1, has
 * clients do. The first datagram of the first socket is lost, once on its way and once back.
 */
public final class NoRetry implements Check {
  @Override
  public String id() {
    return "no-retry";
  }

  /** A request that met a closed port is a lost request. */
  @Override
  public Set<String> explains() {
    return Set.of("icmp-kills");
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    List<Trial> failing =
        lab.runAll(List.of(losing(exchange, "client"), losing(exchange, "server"))).stream()
            .filter(this::shows)
            .toList();
    if (failing.isEmpty()) {
      return Diagnosis.pass("one lost request or reply is asked for again");
    }
    return Diagnosis.fail(
        "one lost datagram and it gives up",
        "the replies " + Words.quoted(exchange.replies()) + " after another try",
        failing.getFirst().outcome().detail(),
        failing);
  }

  private static Exchange losing(Exchange exchange, String receiver) {
    return Plans.under(
        exchange, "drop: {to: %s, nth: 1, when: {connection: 1}}".formatted(receiver));
  }
}
