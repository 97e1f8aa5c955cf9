package sockproof.reference.cli;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sockproof.reference.datagram.Filtering;
import sockproof.reference.message.MessageException;
import sockproof.reference.mutant.MutantRegistry;
import sockproof.reference.role.Role;

/** {@code reference udp-client}. */
@Command(
    name = "udp-client",
    description = "Sends each message in a datagram and takes a reply from anyone.",
    footer = {
      "",
      "Example:",
      "  sockproof reference udp-client 127.0.0.1 3000 --message 'hello, world'"
    })
final class UdpClientCommand extends RoleCommand {
  @Mixin private final DatagramClientOptions options = new DatagramClientOptions();

  UdpClientCommand(RoleIo io) {
    super(io);
  }

  @Override
  void run() throws IOException, MessageException {
    options.exchangeAll(
        io(),
        List.of(options.address().server()),
        Filtering.NONE,
        MutantRegistry.datagramClient(Role.UDP_CLIENT, mutant()));
  }
}
