package sockproof.proxy.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import sockproof.proxy.control.ControlException;
import sockproof.proxy.control.Proxies;
import sockproof.proxy.plan.PlanException;

/** Serves the API over HTTP: toxiproxy's, Sockproof's own, metrics and health. */
public final class ApiServer implements AutoCloseable {
  private static final int MAX_BODY_BYTES = 4 << 20;
  private static final int BACKLOG = 64;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AccessRules access;
  private final Routes routes = new Routes();

  private ApiServer(HttpServer server, Optional<String> token, Proxies proxies, String version) {
    this.server = server;
    this.access = new AccessRules(token);
    new ToxiproxyApi(proxies, version).addTo(routes);
    new SockproofApi(proxies).addTo(routes);
    new MetricsPage(proxies).addTo(routes);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  /**
   * Begins to serve.
   *
   * @param address where; port 0 picks a free one
   * @param token what every request must carry, if anything
   * @param version this program's version
   * @throws IOException if the address cannot be had
   */
  public static ApiServer start(
      InetSocketAddress address, Optional<String> token, Proxies proxies, String version)
      throws IOException {
    ApiServer api = new ApiServer(HttpServer.create(address, BACKLOG), token, proxies, version);
    api.server.start();
    return api;
  }

  /** Where it serves, with the port that was chosen. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply = reply(exchange);
      if (reply.body().length == 0) {
        exchange.sendResponseHeaders(reply.status(), -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", reply.contentType());
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      exchange.sendResponseHeaders(reply.status(), reply.body().length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(reply.body());
      }
    }
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    try {
      List<String> path = path(exchange.getRequestURI().getRawPath());
      if (!path.equals(List.of("healthz"))) {
        access.check(exchange.getRequestHeaders());
      }
      String accept = exchange.getRequestHeaders().getFirst("Accept");
      return routes.answer(
          new Request(
              exchange.getRequestMethod(), path, accept == null ? "" : accept, body(exchange)));
    } catch (ApiException e) {
      return Reply.error(e.status(), String.valueOf(e.getMessage()));
    } catch (PlanException | IllegalArgumentException e) {
      return Reply.error(400, "bad request body: " + e.getMessage());
    } catch (ControlException e) {
      return Reply.error(status(e), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return Reply.error(500, "internal error: " + e);
    }
  }

  private static int status(ControlException e) {
    return switch (e.reason()) {
      case NOT_FOUND -> 404;
      case EXISTS -> 409;
      case INVALID -> 400;
      case REFUSED -> 500;
    };
  }

  private static String body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (bytes.length > MAX_BODY_BYTES) {
      throw new ApiException(413, "the body has more than " + MAX_BODY_BYTES + " bytes");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static List<String> path(String raw) {
    return Arrays.stream(raw.split("/", -1))
        .filter(part -> !part.isEmpty())
        .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
        .toList();
  }

  /** Serves no more. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
