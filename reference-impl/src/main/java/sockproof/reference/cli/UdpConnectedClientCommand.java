package sockproof.reference.cli;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sockproof.reference.datagram.Filtering;
import sockproof.reference.message.MessageException;
import sockproof.reference.mutant.MutantRegistry;
import sockproof.reference.role.Role;

/** {@code reference udp-connected-client}. */
@Command(
    name = "udp-connected-client",
    description =
        "Sends each message in a datagram on a connected socket, which only the server can reach.",
    footer = {
      "",
      "Example:",
      "  sockproof reference udp-connected-client 127.0.0.1 3000 --message 'hello, world'"
    })
final class UdpConnectedClientCommand extends RoleCommand {
  @Mixin private final DatagramClientOptions options = new DatagramClientOptions();

  UdpConnectedClientCommand(RoleIo io) {
    super(io);
  }

  @Override
  void run() throws IOException, MessageException {
    options.exchangeAll(
        io(),
        List.of(options.address().server()),
        Filtering.CONNECTED,
        MutantRegistry.datagramClient(Role.UDP_CONNECTED_CLIENT, mutant()));
  }
}
