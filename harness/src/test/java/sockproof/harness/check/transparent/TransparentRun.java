package sockproof.harness.check.transparent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import sockproof.harness.check.CaseStore;
import sockproof.harness.check.CheckResult;
import sockproof.harness.check.Explorer;
import sockproof.harness.check.Lab;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Machine;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.RealPeers.Other;
import sockproof.harness.exchange.Role;
import sockproof.harness.known.KnownFindings;
import sockproof.harness.subject.Subject;
import sockproof.harness.subject.Workspace;
import sockproof.proxy.plan.Endpoint;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;

/** A check of the transparent mode, in this JVM. */
final class TransparentRun {
  private static final Duration BUDGET = Duration.ofMinutes(2);

  private final Role role;
  private final Network network;
  private final List<String> messages = new ArrayList<>();
  private Set<String> only = Set.of();
  private Duration timeout = Duration.ofSeconds(4);

  TransparentRun(Role role, Network network) {
    this.role = role;
    this.network = network;
  }

  /** With messages for a client under test. */
  TransparentRun saying(String... texts) {
    messages.addAll(List.of(texts));
    return this;
  }

  /** Looking for some findings only. */
  TransparentRun only(String... ids) {
    only = Set.of(ids);
    return this;
  }

  /** With another deadline of one case. */
  TransparentRun within(Duration deadline) {
    timeout = deadline;
    return this;
  }

  /** A role of the reference as a program of this mode; words as after {@code reference}. */
  static Subject reference(Role role, Network network, List<String> words, String... options) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(options));
    return new Subject(
        "reference",
        "a role of the reference",
        role,
        Set.of(network),
        Set.of(new Framing.Eof().word()),
        Set.of(TextRules.UTF_8),
        Set.of(),
        new Subject.Start.Reference(all),
        Path.of("").toAbsolutePath(),
        Map.of());
  }

  /** A program as it would stand on the command line. */
  Subject program(String... command) {
    return PartnersFile.subject(role, network, List.of(command), Path.of("").toAbsolutePath());
  }

  /** A driver as it would stand on the command line. */
  Other driver(String line) {
    return new Other.Driver(
        PartnersFile.subject(
            Role.CLIENT, network, List.of("sh", "-c", line), Path.of("").toAbsolutePath()));
  }

  CheckResult run(Subject subject, Endpoint upstream) throws IOException, InterruptedException {
    return run(subject, new Other.Upstream(upstream));
  }

  CheckResult run(Subject subject, Other other) throws IOException, InterruptedException {
    long startNanos = System.nanoTime();
    Exchange exchange = PartnersFile.exchange(role, network, messages, 0, timeout, 7);
    try (Workspace workspace = Workspace.open();
        Partnership both =
            Partnership.measure(
                workspace, new Partners(subject, other, exchange), Machine.capabilities())) {
      Lab lab =
          new Lab(
              both.situation(),
              both.runner(),
              2,
              startNanos + BUDGET.toNanos(),
              (cases, trial) -> {});
      CaseStore store =
          new CaseStore(
              workspace.directory().resolve("cases"),
              (situation, finding, trial) ->
                  PartnersFile.write(situation.subject(), other, finding, trial));
      return new Explorer(lab, store, KnownFindings.none(), only, Set.of(), false, both.checks())
          .explore(7, startNanos);
    }
  }

  /** The ids of the findings. */
  static List<String> ids(CheckResult result) {
    return result.findings().stream().map(found -> found.finding().id()).toList();
  }

  /** All that a failed assertion should show. */
  static String story(CheckResult result) {
    return result.checks().stream()
            .map(line -> line.finding().id() + " " + line.verdict() + ": " + line.why())
            .collect(Collectors.joining("\n", "\n", "\n"))
        + result.findings().stream()
            .map(found -> found.finding().id() + " " + found.observed())
            .collect(Collectors.joining("\n"));
  }
}
