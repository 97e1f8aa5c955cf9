package sockproof.harness.check;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.Role;
import sockproof.harness.subject.Subject;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;

/** The program that a user put on the command line, as a subject. */
public final class CheckSubject {
  private CheckSubject() {}

  /** A subject of a command. */
  public static Subject of(
      Role role,
      Network network,
      Framing framing,
      TextRules text,
      List<String> command,
      Path directory) {
    return new Subject(
        String.join(" ", command),
        "the program under test",
        role,
        Set.of(network),
        Set.of(framing.word()),
        Set.of(text),
        Set.of(),
        new Subject.Start.Command(command, List.of(), List.of()),
        directory,
        Map.of());
  }
}
