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

/** {@code header-split}: the length prefix is read with one recv(), which may give a part of it. */
public final class HeaderSplit implements Check {
  @Override
  public String id() {
    return "header-split";
  }

  /** Whoever takes a part of a prefix for all of it does so where the rest never comes, too. */
  @Override
  public Set<String> explains() {
    return Set.of("early-eof-accepted");
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return situation.exchange().framing() instanceof Framing.LengthPrefix
        ? Optional.empty()
        : Optional.of("messages have no length prefix");
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    List<Integer> offsets = CutCases.offsets(exchange, Place.PREFIX);
    List<Trial> failing =
        CutCases.sweep(lab, exchange, offsets, 1).stream().filter(this::shows).toList();
    if (failing.isEmpty()) {
      return Diagnosis.pass("cuts inside the length prefix change nothing");
    }
    return Diagnosis.fail(
        "the length prefix of a %s is not read whole where it comes in two pieces"
            .formatted(CutCases.what(exchange)),
        "the four bytes of the prefix gathered before they are taken as a length",
        failing.getFirst().outcome().detail(),
        failing);
  }

  @Override
  public boolean shows(Trial trial) {
    return CutCases.isTelling(trial);
  }
}
