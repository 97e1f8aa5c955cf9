package sockproof.harness.check.transparent;

import java.util.ArrayList;
import java.util.List;
import sockproof.harness.check.Conversations;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Step;
import sockproof.proxy.core.Bytes;

/** {@code one-client-blocks}: while one client is silent, no other is served. */
final class OneClientCheck extends BlindCheck {
  OneClientCheck(Recording recording) {
    super("one-client-blocks", recording);
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    Step silent = Conversations.step(2, null, Bytes.empty(), List.of(), Step.Then.NOTHING);
    List<Step> steps = new ArrayList<>(exchange.dialogue());
    steps.add(silent);
    Trial trial = lab.run(exchange.withDialogue(steps));
    return trial.isIntact()
        ? Diagnosis.pass("it serves the driver beside a client that is silent")
        : fail("while another client is silent, the driver is not served", List.of(trial));
  }
}
