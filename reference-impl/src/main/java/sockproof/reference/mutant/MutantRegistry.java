package sockproof.reference.mutant;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import sockproof.reference.datagram.DatagramClientSteps;
import sockproof.reference.datagram.DatagramServerSteps;
import sockproof.reference.net.UsageException;
import sockproof.reference.stream.StreamServerSteps;
import sockproof.reference.stream.StreamSteps;

/** All mutants: a new one is a class and one line here. */
public final class MutantRegistry {
  private static final List<Mutant> ALL = List.of();

  private MutantRegistry() {}

  /** Every mutant, in the order of the catalogue of findings. */
  public static List<Mutant> all() {
    return ALL;
  }

  /** The mutants that a role can be. */
  public static List<Mutant> of(Role role) {
    return ALL.stream().filter(mutant -> mutant.roles().contains(role)).toList();
  }

  private static Optional<Mutant.Steps> find(Role role, Optional<String> id) {
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
        .map(steps -> ((Mutant.Steps.OfStream) steps).create().get())
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
      case Mutant.Steps.OfStreamServer server -> server.create().get();
      case Mutant.Steps.OfStream stream ->
          new StreamServerSteps() {
            @Override
            public StreamSteps connection() {
              return stream.create().get();
            }
          };
      case Mutant.Steps other -> throw new AssertionError(other);
    };
  }

  /**
   * The steps of a datagram client, or of a mutant of it.
   *
   * @throws UsageException where there is no such mutant
   */
  public static DatagramClientSteps datagramClient(Role role, Optional<String> id) {
    return find(role, id)
        .map(steps -> ((Mutant.Steps.OfDatagramClient) steps).create().get())
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
        .map(steps -> ((Mutant.Steps.OfDatagramServer) steps).create().get())
        .map(DatagramServerSteps.class::cast)
        .orElseGet(DatagramServerSteps::new);
  }
}
