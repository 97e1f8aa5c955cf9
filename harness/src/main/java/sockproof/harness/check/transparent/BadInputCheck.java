package sockproof.harness.check.transparent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;

/** {@code bad-input-kills}: a damaged request ends the server. */
final class BadInputCheck extends BlindCheck {
  BadInputCheck(Recording recording) {
    super("bad-input-kills", recording);
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return recording().serverEnds()
        ? Optional.of("the server ends by itself when its client is done")
        : Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Said request = recording().saidToSubject().getFirst();
    List<Exchange> cases = new ArrayList<>();
    for (int at : List.of(0, request.length() / 2, request.length() - 1)) {
      long offset = recording().stream() ? request.offset() + at : at;
      cases.add(under(lab, "corrupt: {to: server, bits: 8, at: [" + offset + "]}"));
    }
    cases.add(under(lab, "corrupt: {to: server, bits: " + 2 * request.length() + "}"));
    if (!recording().stream()) {
      cases.add(under(lab, "truncate: {to: server, size: 1}"));
    }
    List<Trial> trials = lab.runAll(cases);
    List<Trial> failing = trials.stream().filter(this::shows).toList();
    return failing.isEmpty()
        ? Diagnosis.pass("it survives " + trials.size() + " damaged requests")
        : Diagnosis.fail(
            "a damaged request ends it",
            "a server that goes on",
            failing.getFirst().outcome().detail(),
            failing);
  }

  @Override
  public boolean shows(Trial trial) {
    return trial.outcome().kind() == Kind.ENDED || trial.outcome().kind() == Kind.CRASHED;
  }

  @Override
  public boolean isRight(Trial trial) {
    return !shows(trial);
  }
}
