package sockproof.harness.check;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.PeerSettings;
import sockproof.harness.exchange.Role;
import sockproof.harness.exchange.SubjectEvidence;
import sockproof.harness.judge.ReplyTemplates;
import sockproof.harness.process.Ending;
import sockproof.harness.subject.Subject;
import sockproof.proxy.plan.Plan;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;

/** Subjects that nothing starts, for tests of what is made of their cases. */
public final class Situations {
  private final Role role;
  private final Network network;

  private Situations(Role role, Network network) {
    this.role = role;
    this.network = network;
  }

  /** Clients of one kind of socket, over IPv4. */
  public static Situations clients(String kind) {
    return new Situations(Role.CLIENT, Network.parse(kind, 4));
  }

  /** Servers of one kind of socket, over IPv4. */
  public static Situations servers(String kind) {
    return new Situations(Role.SERVER, Network.parse(kind, 4));
  }

  /** An exchange of these messages. */
  public Exchange exchange(String... messages) {
    return new Exchange(
        role,
        network,
        new Framing.Line(),
        TextRules.ASCII,
        Conversations.asking(List.of(messages), TextRules.ASCII),
        Plan.empty(),
        network.isStream()
            ? PeerSettings.PLAIN
            : PeerSettings.holding(PeerSettings.Holding.FIRST_REPLY),
        false,
        Duration.ofSeconds(5),
        1);
  }

  /** A laboratory that runs each case by a function, one after the other. */
  public static Lab lab(Situation situation, Lab.Runner runner) {
    long endNanos = System.nanoTime() + Duration.ofHours(1).toNanos();
    return new Lab(situation, runner, 1, endNanos, (_, _) -> {});
  }

  /** What came of a client's case, where only that matters. */
  public static Trial trial(Exchange exchange, Behaviour.Kind kind, List<String> taken) {
    SubjectEvidence subject =
        new SubjectEvidence(Optional.of(new Ending.Exited(0)), "", "", 1, 0, 0);
    return new Trial(
        exchange,
        new Evidence.OfClient(subject, Map.of(), Map.of(), true),
        new Behaviour(kind, taken, ""));
  }

  /** A client with a socket for each message that takes these in one run, and one alone. */
  public Situation ofSocketForEach(String... messages) {
    Situation one = of();
    return new Situation(
        one.subject(),
        one.exchange(),
        one.templates(),
        exchange(messages),
        one.pipelines(),
        true,
        one.connected(),
        one.baselineMillis(),
        one.baselineCpuNanos(),
        one.capabilities());
  }

  /** What is known of a subject that is started with these arguments. */
  public Situation of(String... arguments) {
    Subject subject =
        new Subject(
            "subject",
            "a subject that nothing starts",
            role,
            Set.of(network),
            Set.of("line"),
            Set.of(TextRules.ASCII),
            Set.of(),
            new Subject.Start.Reference(List.of(arguments)),
            Path.of("").toAbsolutePath(),
            Map.of());
    return new Situation(
        subject,
        exchange("baseline"),
        ReplyTemplates.learn("", List.of()),
        exchange("baseline"),
        false,
        false,
        true,
        1,
        1,
        Set.of());
  }
}
