package sockproof.reference.mutant.chat;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import sockproof.reference.chat.ChatSteps;
import sockproof.reference.role.Mutant;
import sockproof.reference.role.Role;

/** The mutants of the chat: a new one is a class and one entry here. */
public final class ChatMutants {
  private static final Set<Role> BOTH = Set.of(Role.CHAT_CLIENT, Role.CHAT_SERVER);

  private static final List<Mutant> ALL =
      List.of(
          chat("duplicate-desync", "Says twice what came twice.", ChatDuplicateDesync::new),
          chat("no-retry", "Sends each message once.", ChatNoRetry::new),
          chat(
              "empty-datagram-ends",
              "Takes an empty datagram for the end of the chat.",
              ChatEmptyDatagramEnds::new));

  private ChatMutants() {}

  /** Every one of them, in the order of the catalogue of findings. */
  public static List<Mutant> all() {
    return ALL;
  }

  private static Mutant chat(String id, String bug, Supplier<ChatSteps> create) {
    return new Mutant(id, BOTH, Set.of(), Set.of(), bug, new Mutant.Steps.OfChat(create));
  }
}
