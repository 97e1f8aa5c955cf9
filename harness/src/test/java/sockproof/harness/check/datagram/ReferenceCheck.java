package sockproof.harness.check.datagram;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sockproof.harness.check.Baseline;
import sockproof.harness.check.CaseStore;
import sockproof.harness.check.CheckResult;
import sockproof.harness.check.Conversations;
import sockproof.harness.check.Explorer;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Replays;
import sockproof.harness.check.Situation;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Exchanges;
import sockproof.harness.exchange.Machine;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.PeerSettings;
import sockproof.harness.exchange.Role;
import sockproof.harness.known.KnownFindings;
import sockproof.harness.subject.Subject;
import sockproof.harness.subject.Workspace;
import sockproof.proxy.plan.Plan;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;

/** Checks the roles of the reference and their mutants, in this JVM. */
final class ReferenceCheck {
  static final List<String> MATCHING = List.of("udp-matching-client", "--server={host}:{port}");
  static final List<String> TWO_SERVERS = List.of("udp-matching-client", "--server={servers}");
  static final List<String> CONNECTED = List.of("udp-connected-client", "{host}", "{port}");
  static final List<String> UNCONNECTED = List.of("udp-client", "{host}", "{port}");
  static final List<String> SERVER = List.of("udp-server", "{host}", "{port}");
  static final List<String> UNIX_MATCHING = List.of("udp-matching-client", "--server=unix:{path}");
  static final List<String> UNIX_CONNECTED = List.of("udp-connected-client", "--unix", "{path}");
  static final List<String> UNIX_SERVER = List.of("udp-server", "--unix", "{path}");

  private static final Duration DEADLINE = Duration.ofSeconds(4);
  private static final Duration BUDGET = Duration.ofSeconds(100);

  private final Path store;

  ReferenceCheck(Path store) {
    this.store = store;
  }

  /** The same role with a bug. */
  static List<String> mutant(List<String> role, String bug) {
    List<String> arguments = new ArrayList<>(role);
    arguments.add("--mutant");
    arguments.add(bug);
    return arguments;
  }

  /** Checks a role for some findings, or for all where none is named. */
  CheckResult check(String network, List<String> arguments, String... only) {
    Exchange exchange = exchange(Network.parse(network, 4), arguments);
    long startNanos = System.nanoTime();
    try (Workspace workspace = Workspace.open()) {
      Exchanges exchanges = new Exchanges(workspace);
      Situation situation =
          new Baseline(exchanges, subject(exchange, arguments))
              .measure(exchange, Machine.capabilities());
      Lab lab =
          new Lab(situation, exchanges, 2, startNanos + BUDGET.toNanos(), (cases, trial) -> {});
      CaseStore cases = new CaseStore(store);
      CheckResult result =
          new Explorer(lab, cases, KnownFindings.none(), Set.of(only), Set.of(), true)
              .explore(1, startNanos);
      for (CheckResult.Found found : result.findings()) {
        Path file = cases.file(found.caseId());
        Replays.assertFailsAgain(found, file, subject(exchange, arguments), exchanges);
      }
      return result;
    } catch (Exception e) {
      throw new AssertionError("the check of " + arguments + " broke", e);
    }
  }

  /** The ids of the findings that a check came to. */
  static Set<String> ids(CheckResult result) {
    return Set.copyOf(result.findings().stream().map(found -> found.finding().id()).toList());
  }

  /** What one check said. */
  static CheckResult.Line line(CheckResult result, String id) {
    return result.checks().stream()
        .filter(line -> line.finding().id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** Asserts that a finding, and nothing else, was found, and that it repeats. */
  static CheckResult.Found only(String id, CheckResult result) {
    assertEquals(Set.of(id), ids(result), () -> "lines: " + result.checks());
    CheckResult.Found found = result.findings().getFirst();
    assertEquals("5/5", found.repeats());
    return found;
  }

  private static Subject subject(Exchange exchange, List<String> arguments) {
    return new Subject(
        String.join(" ", arguments),
        "a role of the reference",
        exchange.underTest(),
        Set.of(exchange.network()),
        Set.of("line"),
        Set.of(exchange.text()),
        Set.of(),
        new Subject.Start.Reference(arguments),
        Path.of("").toAbsolutePath(),
        Map.of());
  }

  private static Exchange exchange(Network network, List<String> arguments) {
    Role role = arguments.getFirst().endsWith("server") ? Role.SERVER : Role.CLIENT;
    return new Exchange(
        role,
        network,
        new Framing.Line(),
        TextRules.ASCII,
        Conversations.asking(List.of("hello, world"), TextRules.ASCII),
        Plan.empty(),
        PeerSettings.PLAIN,
        false,
        DEADLINE,
        1);
  }
}
