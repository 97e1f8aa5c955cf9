package sockproof.harness.check;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.PeerSettings;
import sockproof.harness.exchange.Role;
import sockproof.harness.judge.ReplyTemplates;
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

  /** An exchange of one message. */
  public Exchange exchange(String message) {
    return new Exchange(
        role,
        network,
        new Framing.Line(),
        TextRules.ASCII,
        Conversations.asking(List.of(message), TextRules.ASCII),
        Plan.empty(),
        network.isStream()
            ? PeerSettings.PLAIN
            : PeerSettings.holding(PeerSettings.Holding.FIRST_REPLY),
        false,
        Duration.ofSeconds(5),
        1);
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
