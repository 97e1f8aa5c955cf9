package sockproof.harness.check.datagram;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.PeerSettings;

/**
 * Two servers that one forged datagram sets at each other answer for ever, as with echo and chargen
 * in CERT CA-1996-01. A second instance of the server stands for the other.
 */
public final class ReplyLoop implements Check {
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  /**
   * What a server that limits its answers to one address sends in that time, with some to spare.
   */
  private static final int LOOP_DATAGRAMS = 40;

  @Override
  public String id() {
    return "reply-loop";
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return situation.exchange().network().isUnix()
        ? Optional.of("nobody can send from the path of another Unix socket")
        : Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    Trial trial =
        lab.run(exchange.withPeer(new PeerSettings(false, true, "")).withDeadline(DEADLINE));
    if (!shows(trial)) {
      return Diagnosis.pass(
          "two instances set at each other fall silent after %d datagrams"
              .formatted(datagrams(trial)));
    }
    return Diagnosis.fail(
        "two instances set at each other by one forged request answer for ever",
        "silence after a few datagrams",
        "%d datagrams in %d s, and no end of them"
            .formatted(datagrams(trial), DEADLINE.toSeconds()),
        List.of(trial));
  }

  private static long datagrams(Trial trial) {
    return trial.evidence() instanceof Evidence.OfServer server ? server.loopDatagrams() : 0;
  }

  @Override
  public boolean shows(Trial trial) {
    return datagrams(trial) > LOOP_DATAGRAMS;
  }

  @Override
  public boolean isRight(Trial trial) {
    return !shows(trial);
  }
}
