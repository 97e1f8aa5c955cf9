package sockproof.harness.check.transparent;

import java.io.IOException;
import java.util.Set;
import sockproof.harness.check.Replay;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.subject.Workspace;
import sockproof.proxy.plan.Capability;
import sockproof.proxy.plan.Plan;
import sockproof.reference.message.MessageException;

/** Runs a recorded case of two real programs again. */
public final class PartnersReplay {
  private PartnersReplay() {}

  /**
   * Measures the baseline, then runs the case.
   *
   * @throws sockproof.harness.check.Baseline.UnusableException where the programs do not work
   *     without faults any more
   */
  public static Replay.Result run(
      PartnersFile recorded, Workspace workspace, Set<Capability> capabilities)
      throws IOException, InterruptedException, MessageException {
    Partners partners = recorded.partners();
    Exchange exchange = partners.exchange();
    Partners plain =
        new Partners(partners.subject(), partners.other(), exchange.withPlan(Plan.empty()));
    try (Partnership both = Partnership.measure(workspace, plain, capabilities)) {
      Trial now = both.runner().run(exchange);
      return new Replay.Result(
          Replay.outcome(both.check(recorded.finding()), recorded.signature(), now),
          now.outcome().detail());
    }
  }
}
