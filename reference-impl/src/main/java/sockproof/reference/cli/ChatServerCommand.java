package sockproof.reference.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sockproof.reference.chat.ChatIo;
import sockproof.reference.chat.ChatServer;
import sockproof.reference.mutant.MutantRegistry;
import sockproof.reference.role.Role;

/** {@code reference chat-server}. */
@Command(
    name = "chat-server",
    description = {
      "Serves a chat over UDP or Unix datagrams; what you type is said to all.",
      "/quit, Ctrl-C or Ctrl-D at a terminal end it."
    },
    footer = {"", "Example:", "  sockproof reference chat-server --port 3000"})
final class ChatServerCommand extends RoleCommand {
  @Mixin private final AddressOptions address = new AddressOptions();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The name that you speak under. Default: server.")
  private String name = "server";

  ChatServerCommand(RoleIo io) {
    super(io);
  }

  @Override
  void run() throws IOException {
    RoleIo io = io();
    ChatIo person = new ChatIo(io.in(), io.out(), io.err(), io.threads(), io.terminal());
    try (ChatServer server =
        ChatServer.bind(
            address.listen(), name, person, MutantRegistry.chat(Role.CHAT_SERVER, mutant()))) {
      new ServerPrinter(io).listening(server.address());
      server.run();
    }
  }
}
