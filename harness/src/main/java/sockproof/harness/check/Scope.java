package sockproof.harness.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.check.CheckResult.Line;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Role;
import sockproof.harness.finding.Finding;
import sockproof.harness.finding.FindingCatalogue;

/**
 * Which findings a check is about.
 *
 * @param role what is under test
 * @param stream whether it uses a stream
 * @param only the ids that the user asked for; empty for all
 * @param skip the ids that the user does not want
 */
public record Scope(Role role, boolean stream, Set<String> only, Set<String> skip) {
  /** The scope of a check of what an exchange has under test. */
  public static Scope of(Exchange exchange, Set<String> only, Set<String> skip) {
    return new Scope(exchange.underTest(), exchange.network().isStream(), only, skip);
  }

  /** Every finding about sockets of this kind, also those of the other role. */
  public List<Finding> findings() {
    String sockets = stream ? "stream" : "datagram";
    return FindingCatalogue.all().stream()
        .filter(finding -> finding.sockets().equals(sockets))
        .toList();
  }

  /** Why a finding is not looked for; empty where it is. */
  public Optional<String> leftOut(Finding finding) {
    if (!finding.concerns(role.word())) {
      return Optional.of("it concerns a " + finding.who());
    }
    if (!only.isEmpty() && !only.contains(finding.id())) {
      return Optional.of(Line.LEFT_OUT_BY + "--only");
    }
    return skip.contains(finding.id())
        ? Optional.of(Line.LEFT_OUT_BY + "--skip")
        : Optional.empty();
  }

  /** True where nothing is left to look for. */
  public boolean isEmpty() {
    return findings().stream().noneMatch(finding -> leftOut(finding).isEmpty());
  }
}
