package sockproof.harness.check.transparent;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;

/** A finding that shows where something harmless changes what comes out. */
final class HarmlessCheck extends BlindCheck {
  private final String what;
  private final List<String> faults;
  private final Set<String> explains;

  private HarmlessCheck(
      String id, Recording recording, String what, List<String> faults, Set<String> explains) {
    super(id, recording);
    this.what = what;
    this.faults = List.copyOf(faults);
    this.explains = explains;
  }

  /** {@code stray-ends-wait}: a datagram from a stranger stands before the genuine one. */
  static HarmlessCheck strays(Recording recording, boolean severalHosts) {
    String from = severalHosts ? "both" : "other-port";
    List<String> faults = new ArrayList<>();
    for (String payload : List.of("stray", "mirror")) {
      for (String when : List.of("", ", when: {nth: 1}")) {
        faults.add(
            "spoof: {to: client, from: %s, place: before, payload: %s%s}"
                .formatted(from, payload, when));
      }
    }
    return new HarmlessCheck(
        "stray-ends-wait", recording, "a datagram from a stranger", faults, Set.of());
  }

  /** {@code duplicate-desync}: every reply comes twice. */
  static HarmlessCheck duplicates(Recording recording) {
    return new HarmlessCheck(
        "duplicate-desync",
        recording,
        "a reply that comes twice",
        List.of("duplicate: {to: client}", "duplicate: {to: client, copies: 3}"),
        // Who takes whatever comes next for the reply takes what comes late, too.
        Set.of("late-reply-desync"));
  }

  /** {@code empty-datagram-ends}: an empty datagram stands before the genuine one. */
  static HarmlessCheck empties(Recording recording) {
    String side = recording.subjectSide();
    return new HarmlessCheck(
        "empty-datagram-ends",
        recording,
        "an empty datagram",
        List.of(
            "empty: {to: %s}".formatted(side), "empty: {to: %s, when: {nth: 1}}".formatted(side)),
        Set.of());
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    List<Exchange> cases = faults.stream().map(fault -> under(lab, fault)).toList();
    List<Trial> failing = lab.runAll(cases).stream().filter(trial -> !trial.isIntact()).toList();
    return failing.isEmpty()
        ? Diagnosis.pass(what + " changes nothing")
        : fail(what + " changes the result", failing);
  }

  @Override
  public Set<String> explains() {
    return explains;
  }
}
