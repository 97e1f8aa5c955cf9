package sockproof.harness.check;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import sockproof.reference.message.MessageException;
import sockproof.reference.message.TextRules;

/** A whole check of a role of the reference, or of a mutant of it, in this JVM. */
public final class CheckRun {
  private static final Duration BUDGET = Duration.ofSeconds(60);

  private final Role role;
  private final Framing framing;
  private Network network = Network.parse("tcp", 4);
  private TextRules text = TextRules.ASCII;
  private List<String> messages;
  private final List<String> options = new ArrayList<>();
  private Set<String> only = Set.of();
  private boolean strict;
  private Duration timeout = Duration.ofSeconds(2);

  private CheckRun(Role role, Framing framing) {
    this.role = role;
    this.framing = framing;
    this.messages = List.of(framing instanceof Framing.Fixed ? "sixteen bytes ok" : "hello, world");
  }

  /** A check of the stream client. */
  public static CheckRun client(String framing) {
    return new CheckRun(Role.CLIENT, Framing.parse(framing));
  }

  /** A check of the stream server. */
  public static CheckRun server(String framing) {
    return new CheckRun(Role.SERVER, Framing.parse(framing));
  }

  /** Over another kind of socket. */
  public CheckRun over(String kind, int ip) {
    network = Network.parse(kind, ip);
    return this;
  }

  /** With a bug. */
  public CheckRun mutant(String id) {
    return with("--mutant", id);
  }

  /** With options for the role. */
  public CheckRun with(String... words) {
    options.addAll(List.of(words));
    return this;
  }

  /** With other messages. */
  public CheckRun saying(String... texts) {
    messages = List.of(texts);
    boolean ascii = messages.stream().allMatch(message -> message.chars().allMatch(c -> c < 0x80));
    text = ascii ? TextRules.ASCII : TextRules.UTF_8;
    return this;
  }

  /** Looking for some findings only. */
  public CheckRun only(String... ids) {
    only = Set.of(ids);
    return this;
  }

  /** With SHOULD findings that count. */
  public CheckRun strictly() {
    strict = true;
    return this;
  }

  /** With another deadline of one case. */
  public CheckRun within(Duration deadline) {
    timeout = deadline;
    return this;
  }

  /** Runs the check. */
  public CheckResult run() throws IOException, InterruptedException, MessageException {
    long startNanos = System.nanoTime();
    try (Workspace workspace = Workspace.open()) {
      Exchanges exchanges = new Exchanges(workspace);
      Situation situation =
          new Baseline(exchanges, subject()).measure(exchange(), Machine.capabilities());
      Lab lab =
          new Lab(situation, exchanges, 2, startNanos + BUDGET.toNanos(), (cases, trial) -> {});
      CaseStore cases = new CaseStore(workspace.newCaseDirectory());
      CheckResult result =
          new Explorer(lab, cases, KnownFindings.none(), only, Set.of(), strict)
              .explore(7, startNanos);
      for (CheckResult.Found found : result.findings()) {
        Replays.assertFailsAgain(found, cases.file(found.caseId()), subject(), exchanges);
      }
      return result;
    }
  }

  /** The ids of the findings. */
  public List<String> findings() throws IOException, InterruptedException, MessageException {
    return run().findings().stream().map(found -> found.finding().id()).toList();
  }

  private Subject subject() {
    List<String> arguments = new ArrayList<>();
    arguments.add("tcp-" + role.word());
    arguments.addAll(network.isUnix() ? List.of("--unix", "{path}") : List.of("{host}", "{port}"));
    arguments.addAll(List.of("--framing", "{framing}", "--charset", "{charset}"));
    if (role == Role.CLIENT) {
      arguments.addAll(List.of("--timeout", "1s"));
    }
    arguments.addAll(options);
    return new Subject(
        "reference",
        "a role of the reference",
        role,
        Set.of(network),
        Set.of(framing.word()),
        Set.of(text),
        Set.of(),
        new Subject.Start.Reference(arguments),
        Path.of("").toAbsolutePath(),
        Map.of());
  }

  private Exchange exchange() {
    return new Exchange(
        role,
        network,
        framing,
        text,
        Conversations.asking(messages, text),
        Plan.empty(),
        PeerSettings.PLAIN,
        false,
        timeout,
        7);
  }
}
