package sockproof.harness.check.transparent;

import java.util.List;
import java.util.Optional;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.judge.Words;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.TraceEvent;

/** What the checks of the transparent mode have in common. */
abstract class BlindCheck implements Check {
  private final String id;
  private final Recording recording;

  BlindCheck(String id, Recording recording) {
    this.id = id;
    this.recording = recording;
  }

  @Override
  public String id() {
    return id;
  }

  /** What is known of the partners without faults. */
  Recording recording() {
    return recording;
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return Optional.empty();
  }

  /** The exchange under faults; each in YAML's flow style. */
  static Exchange under(Lab lab, String... faults) {
    return BlindPlans.under(lab.situation().exchange(), faults);
  }

  /** A failure, shown by the first of the trials. */
  Diagnosis fail(String why, List<Trial> failing) {
    return Diagnosis.fail(why, expected(), failing.getFirst().outcome().detail(), failing);
  }

  /** What has to come out, for people. */
  String expected() {
    return "exit 0 and the output that comes without faults: " + Words.head(recording.output());
  }

  static History history(Trial trial) {
    return trial.evidence().histories().values().iterator().next();
  }

  /** Whether the client's side came back on a new connection. */
  boolean cameBack(Trial trial) {
    int connections =
        history(trial).events().stream().mapToInt(TraceEvent::connection).max().orElse(0);
    return connections > recording.connections();
  }
}
