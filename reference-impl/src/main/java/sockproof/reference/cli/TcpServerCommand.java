package sockproof.reference.cli;

import java.io.IOException;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sockproof.reference.mutant.MutantRegistry;
import sockproof.reference.role.Role;
import sockproof.reference.stream.StreamServer;

/** {@code reference tcp-server}. */
@Command(
    name = "tcp-server",
    description = "Answers every message on a TCP or Unix stream connection in uppercase.",
    footer = {"", "Example:", "  sockproof reference tcp-server --port 3000 --framing line"})
final class TcpServerCommand extends RoleCommand {
  @Mixin private final AddressOptions address = new AddressOptions();
  @Mixin private final StreamOptions stream = new StreamOptions();

  TcpServerCommand(RoleIo io) {
    super(io);
  }

  @Override
  void run() throws IOException {
    ServerPrinter printer = new ServerPrinter(io());
    try (StreamServer server =
        StreamServer.bind(
            address.listen(),
            OptionalInt.empty(),
            stream.settings(),
            MutantRegistry.streamServer(Role.TCP_SERVER, mutant()),
            printer,
            io().threads())) {
      printer.listening(server.address());
      server.serve();
    }
  }
}
