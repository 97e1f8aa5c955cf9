package sockproof.reference.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sockproof.reference.datagram.DatagramServer;
import sockproof.reference.mutant.MutantRegistry;
import sockproof.reference.role.Role;

/** {@code reference udp-server}. */
@Command(
    name = "udp-server",
    description = "Answers every UDP or Unix datagram in uppercase.",
    footer = {"", "Example:", "  sockproof reference udp-server --host '' --port 3000"})
final class UdpServerCommand extends RoleCommand {
  @Mixin private final AddressOptions address = new AddressOptions();
  @Mixin private final TextOptions text = new TextOptions();

  UdpServerCommand(RoleIo io) {
    super(io);
  }

  @Override
  void run() throws IOException {
    ServerPrinter printer = new ServerPrinter(io());
    try (DatagramServer server =
        DatagramServer.bind(
            address.listen(),
            text.rules(),
            text.rules()::uppercase,
            MutantRegistry.datagramServer(Role.UDP_SERVER, mutant()),
            printer)) {
      printer.listening(server.address());
      server.serve();
    }
  }
}
