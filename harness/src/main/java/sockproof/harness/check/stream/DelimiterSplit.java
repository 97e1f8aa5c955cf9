package sockproof.harness.check.stream;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.check.stream.CutCases.Place;
import sockproof.harness.exchange.Exchange;
import sockproof.reference.message.Framing;

/** {@code delimiter-split}: CR LF is looked for inside single reads. */
public final class DelimiterSplit implements Check {
  @Override
  public String id() {
    return "delimiter-split";
  }

  /** Whoever looks into each piece alone keeps nothing of it for the next message. */
  @Override
  public Set<String> explains() {
    return Set.of("coalesced-messages");
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return situation.exchange().framing() instanceof Framing.Crlf
        ? Optional.empty()
        : Optional.of("messages do not end with two bytes");
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    List<Integer> offsets = CutCases.offsets(exchange, Place.DELIMITER);
    List<Trial> failing =
        CutCases.sweep(lab, exchange, offsets, 1).stream().filter(this::shows).toList();
    if (failing.isEmpty()) {
      return Diagnosis.pass("a cut between CR and LF changes nothing");
    }
    return Diagnosis.fail(
        "the end of a %s is not seen where CR and LF come in two pieces"
            .formatted(CutCases.what(exchange)),
        "CR LF found in all that has been received, not in each piece",
        failing.getFirst().outcome().detail(),
        failing);
  }

  @Override
  public boolean shows(Trial trial) {
    return CutCases.isTelling(trial);
  }
}
