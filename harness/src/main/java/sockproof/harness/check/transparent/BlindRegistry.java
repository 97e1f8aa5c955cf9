package sockproof.harness.check.transparent;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import sockproof.harness.check.Check;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.Role;
import sockproof.harness.finding.Finding;
import sockproof.harness.finding.FindingCatalogue;
import sockproof.proxy.plan.Capability;

/**
 * The checks that need not know the protocol: a new one is a class and one line here. Every other
 * finding of the catalogue is listed as one whose oracle has to know it.
 */
final class BlindRegistry {
  private BlindRegistry() {}

  /** A check for every finding of this kind of socket. */
  static List<Check> checks(Recording recording, Network network) {
    List<Check> checks = new ArrayList<>();
    checks.addAll(network.isStream() ? stream(recording) : datagram(recording, network));
    List<String> known = checks.stream().map(Check::id).toList();
    String sockets = network.isStream() ? "stream" : "datagram";
    FindingCatalogue.all().stream()
        .filter(finding -> finding.sockets().equals(sockets))
        .map(Finding::id)
        .filter(id -> !known.contains(id))
        .forEach(id -> checks.add(new UnknownReplies(id)));
    return checks;
  }

  private static List<BlindCheck> stream(Recording recording) {
    return List.of(
        new CutCheck("single-recv", recording),
        new CutCheck("header-split", recording),
        new CutCheck("delimiter-split", recording),
        new CutCheck("utf8-split", recording),
        new CoalescedCheck(recording),
        new EarlyEofCheck(recording),
        EndHangCheck.eofHang(recording),
        EndHangCheck.eofSpin(recording),
        EndHangCheck.resetHang(recording),
        new CrashCheck(recording),
        new BadInputCheck(recording),
        new OneClientCheck(recording),
        new NoDeadlineCheck(recording),
        new NoisyCheck(recording));
  }

  private static List<? extends BlindCheck> datagram(Recording recording, Network network) {
    List<BlindCheck> both =
        List.of(
            HarmlessCheck.empties(recording),
            new BadInputCheck(recording),
            PrivilegedCheck.fragments(recording, Capability.IP_FRAGMENTS));
    if (recording.underTest() == Role.SERVER) {
      return both;
    }
    List<BlindCheck> clients =
        List.of(
            HarmlessCheck.strays(recording, SourceCheck.hasSeveralHosts(network)),
            HarmlessCheck.duplicates(recording),
            new LateReplyCheck(recording),
            LossCheck.hang(recording),
            LossCheck.noRetry(recording),
            PrivilegedCheck.icmp(recording, Capability.PORT_UNREACHABLE));
    return Stream.of(both, clients, SourceCheck.all(recording, network))
        .flatMap(List::stream)
        .toList();
  }
}
