package sockproof.harness.check.datagram;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Messages;
import sockproof.harness.check.Plans;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Exchange;
import sockproof.proxy.plan.Capability;

/**
 * Handles a datagram that arrived as several IP fragments in another way than a whole one (RFC 791,
 * section 3.2). The user's messages, which are handled when they come whole, are cut into the
 * smallest fragments there are, in order, reversed and mixed.
 */
public final class NoFragments implements Check {
  /** The headers of a packet or fragment and 8 bytes of data; see RFC 791 and RFC 8200. */
  private static final int SMALLEST_MTU_V4 = 28;

  private static final int SMALLEST_MTU_V6 = 56;

  @Override
  public String id() {
    return "no-fragments";
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    if (situation.exchange().network().isUnix()) {
      return Optional.of("Unix sockets have no IP packets");
    }
    return Capabilities.missing(situation, Capability.IP_FRAGMENTS);
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    List<Exchange> cases =
        Stream.of("forward", "reverse", "random").map(order -> cut(exchange, order)).toList();
    List<Trial> failing = lab.runAll(cases).stream().filter(this::shows).toList();
    if (failing.isEmpty()) {
      return Diagnosis.pass("IP fragments in order, reversed and mixed change nothing");
    }
    return Diagnosis.fail(
        "a datagram that comes in IP fragments is not handled as a whole one is",
        "the same as without fragments",
        failing.getFirst().outcome().detail(),
        failing);
  }

  private static Exchange cut(Exchange exchange, String order) {
    int mtu = exchange.network().ip() == 6 ? SMALLEST_MTU_V6 : SMALLEST_MTU_V4;
    return Plans.under(
        exchange,
        "fragment: {to: %s, mtu: %d, order: %s}"
            .formatted(Messages.subjectSide(exchange), mtu, order));
  }

  /** Whether a server still answers others afterwards is another question. */
  @Override
  public boolean shows(Trial trial) {
    boolean answered =
        trial.evidence() instanceof Evidence.OfServer server
            && server.steps().stream()
                .allMatch(result -> result.replies().equals(result.step().replies()));
    return !trial.isIntact() && !answered;
  }
}
