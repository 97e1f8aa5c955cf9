package sockproof.harness.check.transparent;

import java.util.List;
import java.util.Optional;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.proxy.plan.Capability;

/**
 * {@code icmp-kills} and {@code no-fragments}: what a network may do, and what takes a raw socket
 * to do here.
 */
final class PrivilegedCheck extends BlindCheck {
  private final Capability capability;
  private final String what;
  private final List<String> faults;

  private PrivilegedCheck(
      String id, Recording recording, Capability capability, String what, List<String> faults) {
    super(id, recording);
    this.capability = capability;
    this.what = what;
    this.faults = faults;
  }

  static PrivilegedCheck icmp(Recording recording, Capability capability) {
    return new PrivilegedCheck(
        "icmp-kills",
        recording,
        capability,
        "one ICMP port unreachable",
        List.of("unreachable: {nth: 1, when: {connection: 1}}"));
  }

  static PrivilegedCheck fragments(Recording recording, Capability capability) {
    String side = recording.subjectSide();
    return new PrivilegedCheck(
        "no-fragments",
        recording,
        capability,
        "a datagram that arrives as IP fragments",
        List.of(
            "fragment: {to: " + side + ", mtu: 68}",
            "fragment: {to: " + side + ", mtu: 68, order: reverse}"));
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    if (situation.exchange().network().isUnix()) {
      return Optional.of("Unix sockets have neither ICMP nor IP fragments");
    }
    return situation.capabilities().contains(capability)
        ? Optional.empty()
        : Optional.of("it takes " + capability.phrase() + ", which is not to be had here");
  }

  /** What ICMP answers is lost; one that still waits to send it again has not been ended by it. */
  @Override
  public boolean shows(Trial trial) {
    boolean waits = trial.outcome().kind() == Kind.HUNG;
    return !trial.isIntact() && !(waits && capability == Capability.PORT_UNREACHABLE);
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    List<Trial> failing =
        lab.runAll(faults.stream().map(fault -> under(lab, fault)).toList()).stream()
            .filter(this::shows)
            .toList();
    return failing.isEmpty()
        ? Diagnosis.pass(what + " changes nothing")
        : fail(what + " changes the result", failing);
  }
}
