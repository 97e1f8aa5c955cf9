package sockproof.harness.check.datagram;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.PeerSettings;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.TraceEvent;

/**
 * Is bound to all addresses and answers from another one than it was asked at, which a client that
 * filters drops; see RFC 1122, section 4.1.3.5, and ip(7), IP_PKTINFO. It is asked at 127.0.0.2,
 * where one that is bound to the address it was told hears nothing.
 */
public final class WrongSourceReply implements Check {
  /** A server that is bound to one address never answers, so nothing is gained by waiting. */
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  @Override
  public String id() {
    return "wrong-source-reply";
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    if (situation.exchange().network().isUnix()) {
      return Optional.of("a Unix socket has one address");
    }
    return situation.exchange().network().ip() == 6
        ? Optional.of("IPv6 has one loopback address only")
        : Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    Trial trial = lab.run(exchange.withPeer(PeerSettings.askingElsewhere()).withDeadline(DEADLINE));
    if (trial.isIntact()) {
      return Diagnosis.pass("asked at 127.0.0.2 it answers from there");
    }
    if (!shows(trial)) {
      return Diagnosis.pass("it is bound to one address, and answers from that");
    }
    return Diagnosis.fail(
        "asked at 127.0.0.2 it answers from another of its addresses",
        "a reply from 127.0.0.2",
        trial.outcome().detail(),
        List.of(trial));
  }

  /** A reply that is not from the address that was asked is passed on as a stray by the relay. */
  @Override
  public boolean shows(Trial trial) {
    return trial.evidence().histories().values().stream()
        .flatMap(history -> history.events(TraceEvent.Kind.FORGED).stream())
        .anyMatch(event -> event.direction() == Direction.TO_CLIENT);
  }

  @Override
  public boolean isRight(Trial trial) {
    return !shows(trial);
  }
}
