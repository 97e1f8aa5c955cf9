package sockproof.reference.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sockproof.reference.chat.ChatClient;
import sockproof.reference.chat.ChatIo;
import sockproof.reference.mutant.MutantRegistry;
import sockproof.reference.role.Role;

/** {@code reference chat-client}. */
@Command(
    name = "chat-client",
    description = {
      "Takes part in a chat; what you type is said to the others.",
      "/quit, Ctrl-C or the end of the input leave it."
    },
    footer = {"", "Example:", "  sockproof reference chat-client 127.0.0.1 3000 --name ann"})
final class ChatClientCommand extends RoleCommand {
  @Mixin private final AddressOptions address = new AddressOptions();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "The name that you speak under.")
  private String name = "";

  ChatClientCommand(RoleIo io) {
    super(io);
  }

  @Override
  void run() throws IOException {
    RoleIo io = io();
    ChatIo person = new ChatIo(io.in(), io.out(), io.err(), io.threads(), io.terminal());
    ChatClient.run(address.server(), name, person, MutantRegistry.chat(Role.CHAT_CLIENT, mutant()));
  }
}
