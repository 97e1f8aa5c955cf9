package sockproof.harness.check.transparent;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import sockproof.harness.check.Check;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.RealPeers;
import sockproof.harness.exchange.RealPeers.Seen;
import sockproof.harness.judge.ReplyTemplates;
import sockproof.harness.subject.Workspace;
import sockproof.proxy.plan.Capability;

/**
 * Two real programs whose baseline has been measured: all that the checks need to run cases.
 *
 * @param situation what the uppercase checks would know as well
 * @param checks a check for every finding of their kind of socket
 * @param runner runs one case
 * @param peers the programs
 */
public record Partnership(
    Situation situation, List<Check> checks, Lab.Runner runner, RealPeers peers)
    implements AutoCloseable {

  /**
   * Measures how they work together when nothing goes wrong.
   *
   * @throws sockproof.harness.check.Baseline.UnusableException where they do not, or not always
   *     alike
   */
  public static Partnership measure(
      Workspace workspace, Partners partners, Set<Capability> capabilities)
      throws IOException, InterruptedException {
    RealPeers peers = new RealPeers(workspace, partners.subject(), partners.other());
    Exchange exchange = partners.exchange();
    BlindBaseline.Learned learned = BlindBaseline.measure(peers, exchange);
    Situation situation =
        new Situation(
            partners.subject(),
            exchange,
            ReplyTemplates.learn("", List.of()),
            exchange,
            false,
            false,
            false,
            learned.millis(),
            learned.cpuNanos(),
            capabilities);
    BlindObserver observer = new BlindObserver(learned.recording());
    return new Partnership(
        situation,
        BlindRegistry.checks(learned.recording(), exchange.network()),
        wanted -> run(peers, observer, wanted),
        peers);
  }

  /**
   * Runs a case; one that goes wrong with a server that was used before counts with a fresh one.
   */
  private static Trial run(RealPeers peers, BlindObserver observer, Exchange wanted)
      throws IOException, InterruptedException {
    Seen seen = peers.run(wanted, true);
    Trial trial = new Trial(wanted, seen.client(), observer.observe(seen));
    if (!seen.isUsed() || trial.isIntact()) {
      return trial;
    }
    Seen again = peers.run(wanted, false);
    return new Trial(wanted, again.client(), observer.observe(again));
  }

  /** Ends what still runs. */
  @Override
  public void close() {
    peers.close();
  }

  /** The check for a finding. */
  public Check check(String id) {
    return checks.stream()
        .filter(check -> check.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no check for `" + id + "`."));
  }
}
