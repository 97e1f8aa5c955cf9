package sockproof.harness.judge;

import sockproof.harness.exchange.Evidence;
import sockproof.harness.scenario.Scenario;

/** Judges the evidence of a case by the outcome that its scenario expects. */
public final class Judge {
  private Judge() {}

  /**
   * Gives the verdict.
   *
   * @param scenario what was expected
   * @param evidence what happened
   * @param baselines what happens without faults
   */
  public static Judgement judge(Scenario scenario, Evidence evidence, Baselines baselines) {
    return switch (evidence) {
      case Evidence.OfClient client -> new ClientJudge(scenario, client, baselines).judge();
      case Evidence.OfServer server -> new ServerJudge(scenario, server).judge();
    };
  }
}
