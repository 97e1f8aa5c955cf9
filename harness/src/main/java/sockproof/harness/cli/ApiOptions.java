package sockproof.harness.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sockproof.proxy.api.ApiServer;
import sockproof.proxy.control.Proxies;
import sockproof.proxy.plan.Endpoint;

/** Where {@code sockproof proxy} serves its HTTP API, if anywhere. */
final class ApiOptions {
  @Option(
      names = "--api",
      paramLabel = "HOST:PORT",
      description =
          "Serve the HTTP API there: toxiproxy's, and Sockproof's own; toxiproxy's port is 8474. "
              + "Its address is the last line on standard output.")
  private @Nullable String api;

  @Option(
      names = "--api-token",
      paramLabel = "TOKEN",
      description =
          "What requests must carry, as `Authorization: Bearer TOKEN`; needed where the API is not "
              + "on loopback.")
  private @Nullable String token;

  /** True if an API is wanted. */
  boolean wanted() {
    return api != null;
  }

  /** Where to serve; empty for nowhere. */
  Optional<InetSocketAddress> address() {
    if (api == null) {
      if (token != null) {
        throw new UsageException("--api-token is for --api, which is missing.");
      }
      return Optional.empty();
    }
    if (token != null && token.isBlank()) {
      throw new UsageException("--api-token is empty; give a secret that nobody guesses.");
    }
    InetSocketAddress address = resolved(api);
    if (!address.getAddress().isLoopbackAddress() && token == null) {
      throw new UsageException(
          "--api: "
              + api
              + " can be reached from other machines; give --api-token, or use 127.0.0.1.");
    }
    return Optional.of(address);
  }

  private static InetSocketAddress resolved(String text) {
    try {
      Endpoint.Tcp endpoint = (Endpoint.Tcp) Endpoint.parse("tcp://" + text);
      return new InetSocketAddress(InetAddress.getByName(endpoint.host()), endpoint.port());
    } catch (IllegalArgumentException e) {
      throw new UsageException("--api: " + e.getMessage() + ".");
    } catch (UnknownHostException e) {
      throw new UsageException("--api: the host of " + text + " is not known; check its spelling.");
    }
  }

  /** Begins to serve. */
  ApiServer start(InetSocketAddress address, Proxies proxies) {
    try {
      return ApiServer.start(address, Optional.ofNullable(token), proxies, Version.number());
    } catch (IOException e) {
      throw new UsageException(
          "--api: cannot listen on " + api + ": " + e.getMessage() + "; use another port, or 0.");
    }
  }
}
