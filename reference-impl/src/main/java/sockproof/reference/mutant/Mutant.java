package sockproof.reference.mutant;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import sockproof.reference.datagram.DatagramClientSteps;
import sockproof.reference.datagram.DatagramServerSteps;
import sockproof.reference.stream.StreamServerSteps;
import sockproof.reference.stream.StreamSteps;

/**
 * A role with exactly one bug.
 *
 * @param id the finding that names the bug
 * @param roles which roles can have it
 * @param framings the framings, without their sizes, under which it behaves correctly until it is
 *     provoked; empty for datagrams
 * @param needsUtf8 whether only {@code --charset utf-8} can show it
 * @param bug what it does wrong, in one sentence
 * @param steps makes the steps with the bug
 */
public record Mutant(
    String id, Set<Role> roles, List<String> framings, boolean needsUtf8, String bug, Steps steps) {

  /** Which steps a mutant replaces. */
  public sealed interface Steps {
    /** Those of one stream connection, on either side. */
    record OfStream(Supplier<? extends StreamSteps> create) implements Steps {}

    /** Those of a stream server. */
    record OfStreamServer(Supplier<? extends StreamServerSteps> create) implements Steps {}

    /** Those of a datagram client. */
    record OfDatagramClient(Supplier<? extends DatagramClientSteps> create) implements Steps {}

    /** Those of a datagram server. */
    record OfDatagramServer(Supplier<? extends DatagramServerSteps> create) implements Steps {}
  }
}
