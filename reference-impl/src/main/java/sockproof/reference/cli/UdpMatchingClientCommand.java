package sockproof.reference.cli;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sockproof.reference.datagram.Filtering;
import sockproof.reference.message.MessageException;
import sockproof.reference.mutant.MutantRegistry;
import sockproof.reference.net.Addresses;
import sockproof.reference.net.UsageException;
import sockproof.reference.role.Role;

/** {@code reference udp-matching-client}. */
@Command(
    name = "udp-matching-client",
    description =
        "Sends each message to several servers at once and takes a reply from each, by its"
            + " address.",
    footer = {
      "",
      "Example:",
      "  sockproof reference udp-matching-client --server 127.0.0.1:3000 --message hello"
    })
final class UdpMatchingClientCommand extends RoleCommand {
  private static final String UNIX_PREFIX = "unix:";

  @Mixin private final DatagramClientOptions options = new DatagramClientOptions();

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description = "A server, or unix:PATH; repeatable, instead of host and port.")
  private final List<String> servers = new ArrayList<>();

  UdpMatchingClientCommand(RoleIo io) {
    super(io);
  }

  @Override
  void run() throws IOException, MessageException {
    options.exchangeAll(
        io(),
        addresses(),
        Filtering.ADDRESS_MATCH,
        MutantRegistry.datagramClient(Role.UDP_MATCHING_CLIENT, mutant()));
  }

  private List<SocketAddress> addresses() {
    if (servers.isEmpty()) {
      return List.of(options.address().server());
    }
    if (options.address().isGiven()) {
      throw new UsageException("--server stands instead of host and port; leave those out");
    }
    List<SocketAddress> addresses = servers.stream().map(this::address).distinct().toList();
    if (addresses.stream().map(Addresses::family).distinct().count() > 1) {
      throw new UsageException("the servers are of several address families; one socket has one");
    }
    return addresses;
  }

  private SocketAddress address(String server) {
    return server.startsWith(UNIX_PREFIX)
        ? UnixDomainSocketAddress.of(server.substring(UNIX_PREFIX.length()))
        : Addresses.parse(server, options.address().version());
  }
}
