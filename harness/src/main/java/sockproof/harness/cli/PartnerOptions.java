package sockproof.harness.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;
import sockproof.harness.check.transparent.Partners;
import sockproof.harness.check.transparent.PartnersFile;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.RealPeers.Other;
import sockproof.harness.exchange.Role;
import sockproof.proxy.plan.Endpoint;

/** What {@code check} speaks: its own uppercase protocol, or any, with a real program. */
final class PartnerOptions {
  private static final String UPPERCASE = "uppercase";

  @Option(
      names = "--protocol",
      paramLabel = "P",
      description =
          "uppercase: Sockproof is the other side; transparent: a real program is (default:"
              + " uppercase).")
  private String protocol = UPPERCASE;

  @Option(
      names = "--upstream",
      paramLabel = "HOST:PORT",
      description = "The real server for a client under test; a path for Unix sockets.")
  private String upstream = "";

  @Option(
      names = "--driver",
      paramLabel = "CMD",
      description = "A real client that drives a server under test; a line for the shell.")
  private String driver = "";

  /** Whether a real program is the other side; refuses what does not belong together. */
  boolean areReal(Role role) {
    if (protocol.equals(UPPERCASE)) {
      if (!upstream.isEmpty() || !driver.isEmpty()) {
        throw new UsageException(
            "--upstream and --driver belong to --protocol transparent; give that as well.");
      }
      return false;
    }
    if (!protocol.equals(PartnersFile.PROTOCOL)) {
      throw new UsageException(
          "--protocol takes `uppercase` or `transparent`, not `" + protocol + "`.");
    }
    boolean client = role == Role.CLIENT;
    if (client ? upstream.isEmpty() : driver.isEmpty()) {
      throw new UsageException(
          client
              ? "--protocol transparent needs --upstream: where the client's real server listens."
              : "--protocol transparent needs --driver: a real client that drives the server, as"
                  + " in --driver 'redis-cli -h {host} -p {port} PING'.");
    }
    if (client ? !driver.isEmpty() : !upstream.isEmpty()) {
      throw new UsageException(
          client
              ? "--driver is for a server under test; a client talks to --upstream."
              : "--upstream is for a client under test; a server is driven by --driver.");
    }
    return true;
  }

  /** The program under test and its partner. */
  Partners partners(
      Role role,
      Network network,
      List<String> command,
      List<String> messages,
      Duration timeout,
      long seed) {
    Path directory = Path.of("").toAbsolutePath();
    Other other =
        role == Role.CLIENT
            ? new Other.Upstream(endpoint(network))
            : new Other.Driver(
                PartnersFile.subject(Role.CLIENT, network, List.of("sh", "-c", driver), directory));
    return new Partners(
        PartnersFile.subject(role, network, command, directory),
        other,
        PartnersFile.exchange(role, network, messages, 0, timeout, seed));
  }

  private Endpoint endpoint(Network network) {
    String scheme = network.medium().word() + (network.isUnix() ? ":" : "://");
    try {
      return Endpoint.parse(upstream.startsWith(scheme) ? upstream : scheme + upstream);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--upstream: " + e.getMessage() + ".");
    }
  }
}
