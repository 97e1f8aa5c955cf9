package sockproof.reference.mutant;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sockproof.reference.chat.ChatSteps;
import sockproof.reference.datagram.DatagramClientSteps;
import sockproof.reference.datagram.DatagramServerSteps;
import sockproof.reference.mutant.chat.ChatMutants;
import sockproof.reference.mutant.datagram.DatagramMutants;
import sockproof.reference.mutant.stream.StreamMutants;
import sockproof.reference.net.UsageException;
import sockproof.reference.role.Mutant;
import sockproof.reference.role.Mutant.Steps;
import sockproof.reference.role.Role;
import sockproof.reference.stream.StreamServerSteps;
import sockproof.reference.stream.StreamSteps;

/** All mutants, and the steps of each role with or without one. */
public final class MutantRegistry {
  private static final List<Mutant> ALL =
      Stream.of(StreamMutants.all(), DatagramMutants.all(), ChatMutants.all())
          .flatMap(List::stream)
          .toList();

  private MutantRegistry() {}

  /** Every mutant, in the order of the catalogue of findings. */
  public static List<Mutant> all() {
    return ALL;
  }

  /** The mutants that a role can be. */
  public static List<Mutant> of(Role role) {
    return ALL.stream().filter(mutant -> mutant.roles().contains(role)).toList();
  }

  private static Optional<Steps> find(Role role, Optional<String> id) {
    if (id.isEmpty()) {
      return Optional.empty();
    }
    List<Mutant> known = of(role);
    for (Mutant mutant : known) {
      if (mutant.id().equals(id.get())) {
        return Optional.of(mutant.steps());
      }
    }
    String ids = known.stream().map(Mutant::id).sorted().collect(Collectors.joining(", "));
    throw new UsageException(
        "mutant `"
            + id.get()
            + "` is not one of "
            + role.word()
            + (known.isEmpty() ? ", which has none" : "; it has " + ids));
  }

  /**
   * The steps of a stream client, or of a mutant of it.
   *
   * @throws UsageException where there is no such mutant
   */
  public static StreamSteps streamClient(Role role, Optional<String> id) {
    return find(role, id)
        .map(steps -> ((Steps.OfStream) steps).create().get())
        .map(StreamSteps.class::cast)
        .orElseGet(StreamSteps::new);
  }

  /**
   * The steps of a stream server, or of a mutant of it.
   *
   * @throws UsageException where there is no such mutant
   */
  public static StreamServerSteps streamServer(Role role, Optional<String> id) {
    return switch (find(role, id).orElse(null)) {
      case null -> new StreamServerSteps();
      case Steps.OfStreamServer server -> server.create().get();
      case Steps.OfStream stream ->
          new StreamServerSteps() {
            @Override
            public StreamSteps connection() {
              return stream.create().get();
            }
          };
      case Steps other -> throw new AssertionError(other);
    };
  }

  /**
   * The steps of an end of the chat, or of a mutant of it.
   *
   * @throws UsageException where there is no such mutant
   */
  public static ChatSteps chat(Role role, Optional<String> id) {
    return find(role, id)
        .map(steps -> ((Steps.OfChat) steps).create().get())
        .map(ChatSteps.class::cast)
        .orElseGet(ChatSteps::new);
  }

  /**
   * The steps of a datagram client, or of a mutant of it.
   *
   * @throws UsageException where there is no such mutant
   */
  public static DatagramClientSteps datagramClient(Role role, Optional<String> id) {
    return find(role, id)
        .map(steps -> ((Steps.OfDatagramClient) steps).create().get())
        .map(DatagramClientSteps.class::cast)
        .orElseGet(DatagramClientSteps::new);
  }

  /**
   * The steps of a datagram server, or of a mutant of it.
   *
   * @throws UsageException where there is no such mutant
   */
  public static DatagramServerSteps datagramServer(Role role, Optional<String> id) {
    return find(role, id)
        .map(steps -> ((Steps.OfDatagramServer) steps).create().get())
        .map(DatagramServerSteps.class::cast)
        .orElseGet(DatagramServerSteps::new);
  }
}
