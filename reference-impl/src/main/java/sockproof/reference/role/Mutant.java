package sockproof.reference.role;

import java.util.Set;
import java.util.function.Supplier;
import sockproof.reference.chat.ChatSteps;
import sockproof.reference.datagram.DatagramClientSteps;
import sockproof.reference.datagram.DatagramServerSteps;
import sockproof.reference.message.Framing;
import sockproof.reference.stream.StreamServerSteps;
import sockproof.reference.stream.StreamSteps;

/**
 * A role with exactly one bug.
 *
 * @param id the finding that names the bug
 * @param roles which roles can have it
 * @param framings the framings, without their sizes, under which it behaves correctly until it is
 *     provoked; empty for datagrams
 * @param needs what else has to be so before the bug can show
 * @param bug what it does wrong, in one sentence
 * @param steps makes the steps with the bug
 */
public record Mutant(
    String id, Set<Role> roles, Set<String> framings, Set<Need> needs, String bug, Steps steps) {

  /** What has to be so before a bug can show. */
  public enum Need {
    /** {@code --charset utf-8} on both sides. */
    UTF_8,
    /** TCP or UDP, not Unix sockets. */
    INTERNET,
    /** UDP over IPv4. */
    IPV4,
    /** A server that is bound to all addresses. */
    ALL_ADDRESSES,
    /** A client of several servers at once. */
    SEVERAL_SERVERS,
    /** A client with {@code --pipeline} of 2 or more. */
    PIPELINE,
    /** A client with {@code --pipeline} of 2 or more, or the framing {@code eof}. */
    PIPELINE_OR_EOF,
    /** A client whose messages come from standard input. */
    MESSAGES_FROM_INPUT
  }

  /** Which steps a mutant replaces. */
  public sealed interface Steps {
    /** Those of one stream connection, on either side. */
    record OfStream(Supplier<? extends StreamSteps> create) implements Steps {}

    /** Those of a stream server. */
    record OfStreamServer(Supplier<? extends StreamServerSteps> create) implements Steps {}

    /** Those of a datagram client. */
    record OfDatagramClient(Supplier<? extends DatagramClientSteps> create) implements Steps {}

    /** Those of an end of the chat. */
    record OfChat(Supplier<? extends ChatSteps> create) implements Steps {}

    /** Those of a datagram server. */
    record OfDatagramServer(Supplier<? extends DatagramServerSteps> create) implements Steps {}
  }

  /** Whether the mutant behaves correctly under the framing until it is provoked. */
  public boolean fits(Framing framing) {
    return framings.contains(framing instanceof Framing.Fixed ? "fixed" : framing.word());
  }
}
