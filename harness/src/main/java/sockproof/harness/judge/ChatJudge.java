package sockproof.harness.judge;

import java.util.List;
import java.util.Map;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Role;
import sockproof.harness.exchange.Step;
import sockproof.harness.process.Ending;
import sockproof.harness.scenario.Scenario;

/**
 * The oracle for a chat: everybody hears what the others say, every line once, and leaves cleanly.
 */
final class ChatJudge {
  private ChatJudge() {}

  static Judgement judge(Scenario scenario, Evidence.OfClient evidence) {
    for (Step step : scenario.exchange().dialogue()) {
      String line = String.valueOf(step.say());
      for (Map.Entry<String, List<String>> person : evidence.requests().entrySet()) {
        boolean speaker = person.getKey().equals("person-" + step.client());
        long heard = person.getValue().stream().filter(shown -> shown.contains(line)).count();
        if (!speaker && heard != 1) {
          return Judgement.fail(
              person.getKey() + " hears " + Words.head(line) + " once",
              "it was heard "
                  + heard
                  + " times; shown were "
                  + Words.quoted(person.getValue())
                  + "; "
                  + evidence.subject().endingWords());
        }
      }
    }
    boolean client = scenario.exchange().underTest() == Role.CLIENT;
    boolean left = evidence.subject().ending().map(Ending::isSuccess).orElse(false);
    return client && !left
        ? Judgement.fail("everybody leaves with exit 0", evidence.subject().endingWords())
        : Judgement.pass();
  }
}
