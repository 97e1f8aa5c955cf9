package sockproof.reference.cli;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sockproof.reference.net.Addresses;
import sockproof.reference.net.IpVersion;
import sockproof.reference.net.UsageException;

/** Where a server listens, or where a client finds it. */
final class AddressOptions {
  private static final int DEFAULT_PORT = 3000;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description =
          "Name or address; for a server, '' means all addresses. Default: 127.0.0.1, with --ip 6"
              + " ::1.")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port, from 1024; for a server, 0 has one picked. Default: 3000.")
  private @Nullable Integer port;

  @Option(
      names = "--ip",
      paramLabel = "4|6",
      description = "The version of IP. Default: the host's.")
  private @Nullable Integer ip;

  @Option(
      names = "--unix",
      paramLabel = "PATH",
      description = "A Unix socket at this path, instead of host and port.")
  private @Nullable Path unix;

  @Parameters(index = "0", arity = "0..1", paramLabel = "HOST", description = "The same as --host.")
  private @Nullable String hostArgument;

  @Parameters(index = "1", arity = "0..1", paramLabel = "PORT", description = "The same as --port.")
  private @Nullable Integer portArgument;

  Optional<IpVersion> version() {
    return Optional.ofNullable(ip).map(IpVersion::of);
  }

  /** Whether any place was named. */
  boolean isGiven() {
    return host != null || port != null || unix != null || hostArgument != null;
  }

  /** Where to listen. */
  SocketAddress listen() {
    return unixAddress().orElseGet(() -> Addresses.listenAt(chosenHost(), chosenPort(), version()));
  }

  /** Where the server is. */
  SocketAddress server() {
    return unixAddress().orElseGet(() -> Addresses.resolve(chosenHost(), chosenPort(), version()));
  }

  private Optional<SocketAddress> unixAddress() {
    if (unix == null) {
      return Optional.empty();
    }
    if (host != null || port != null || ip != null || hostArgument != null) {
      throw new UsageException("--unix stands instead of host, port and --ip; leave those out");
    }
    return Optional.of(UnixDomainSocketAddress.of(unix));
  }

  private String chosenHost() {
    if (host != null && hostArgument != null) {
      throw new UsageException("the host is given twice; leave out --host or the argument");
    }
    String chosen = host == null ? hostArgument : host;
    return chosen == null ? version().orElse(IpVersion.V4).loopback() : chosen;
  }

  private int chosenPort() {
    if (port != null && portArgument != null) {
      throw new UsageException("the port is given twice; leave out --port or the argument");
    }
    Integer chosen = port == null ? portArgument : port;
    return chosen == null ? DEFAULT_PORT : chosen;
  }
}
