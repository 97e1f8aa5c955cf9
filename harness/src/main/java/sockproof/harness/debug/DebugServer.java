package sockproof.harness.debug;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The debugger's page, on loopback. The path of every address begins with a random token, which is
 * the only thing that lets anybody in; requests that another page makes a browser send, and those
 * under another name of this machine, are refused as well.
 */
public final class DebugServer implements AutoCloseable {
  /** Where the page's files are. */
  private static final Map<String, String> FILES =
      Map.of(
          "", "text/html; charset=utf-8",
          "debug.css", "text/css; charset=utf-8",
          "debug.js", "text/javascript; charset=utf-8",
          "save.js", "text/javascript; charset=utf-8",
          "strip.js", "text/javascript; charset=utf-8",
          "datagrams.js", "text/javascript; charset=utf-8",
          "dom.js", "text/javascript; charset=utf-8");

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final int TOKEN_BYTES = 24;
  private static final int MAX_BODY_BYTES = 256 * 1024;
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final DebugSession session;
  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final byte[] token;
  private final String host;

  private DebugServer(DebugSession session, HttpServer server, String token) {
    this.session = session;
    this.server = server;
    this.token = token.getBytes(StandardCharsets.US_ASCII);
    this.host = "127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * Starts to serve on any free port of loopback, or on a given one.
   *
   * @param port 0 for any
   * @throws IOException where the port cannot be had
   */
  public static DebugServer start(DebugSession session, int port) throws IOException {
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), 0);
    DebugServer debug = new DebugServer(session, server, token);
    server.setExecutor(debug.executor);
    server.createContext("/", debug::handle);
    server.start();
    return debug;
  }

  /** The address of the page, token included. */
  public String url() {
    return "http://" + host + "/" + new String(token, StandardCharsets.US_ASCII) + "/";
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      headers(exchange.getResponseHeaders());
      if (!isFromHere(exchange.getRequestHeaders())) {
        answer(exchange, 403, "text/plain", "not from here\n");
        return;
      }
      String path = inside(exchange.getRequestURI().getRawPath());
      if (path == null) {
        answer(exchange, 404, "text/plain", "not found\n");
        return;
      }
      route(exchange, path);
    } catch (RuntimeException e) {
      answer(exchange, 500, "text/plain", "internal error: " + e + "\n");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void headers(Headers headers) {
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
  }

  /** A browser says under which name it came (against rebinding) and from which page. */
  private boolean isFromHere(Headers headers) {
    String origin = headers.getFirst("Origin");
    String site = headers.getFirst("Sec-Fetch-Site");
    return host.equals(headers.getFirst("Host"))
        && (origin == null || origin.equals("http://" + host))
        && (site == null || site.equals("same-origin") || site.equals("none"));
  }

  /** What follows the token, or nothing where the token is wrong. */
  private @Nullable String inside(String path) {
    int end = path.indexOf('/', 1);
    if (end < 0) {
      return null;
    }
    byte[] given = path.substring(1, end).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(given, token) ? path.substring(end + 1) : null;
  }

  private void route(HttpExchange exchange, String path) throws IOException, InterruptedException {
    boolean get = exchange.getRequestMethod().equals("GET");
    String type = FILES.get(path);
    if (get && type != null) {
      answer(exchange, 200, type, file(path.isEmpty() ? "debug.html" : path));
    } else if (get && path.equals("events")) {
      events(exchange);
    } else if (exchange.getRequestMethod().equals("POST")) {
      post(exchange, path);
    } else {
      answer(exchange, 404, "text/plain", "not found\n");
    }
  }

  private void post(HttpExchange exchange, String path) throws IOException, InterruptedException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (type == null || !type.startsWith("application/json")) {
      answer(exchange, 415, "text/plain", "send JSON\n");
      return;
    }
    if (body.length > MAX_BODY_BYTES) {
      answer(exchange, 413, "text/plain", "too long\n");
      return;
    }
    String text = new String(body, StandardCharsets.UTF_8);
    try {
      switch (path) {
        case "command" -> {
          CommandJson command = CommandJson.read(text, session.target().medium().isStream());
          session.apply(command.connection(), command.direction(), command.command());
        }
        case "begin" -> session.begin();
        case "again" -> session.startAgain();
        case "save" -> {
          String line = session.save(SessionSaver.Wish.read(text));
          answer(
              exchange, 200, "application/json", MAPPER.writeValueAsString(Map.of("line", line)));
          return;
        }
        default -> {
          answer(exchange, 404, "text/plain", "not found\n");
          return;
        }
      }
      answer(exchange, 200, "application/json", "{}\n");
    } catch (DebugException e) {
      String json = MAPPER.writeValueAsString(Map.of("error", String.valueOf(e.getMessage())));
      answer(exchange, 409, "application/json", json + "\n");
    }
  }

  /** Server-sent events (HTML standard, section 9.2): the whole state whenever it has changed. */
  private void events(HttpExchange exchange) throws IOException, InterruptedException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
    exchange.sendResponseHeaders(200, 0);
    Changes changes = session.changes();
    OutputStream out = exchange.getResponseBody();
    long seen = -1;
    while (!changes.isClosed()) {
      long now = changes.await(seen, KEEP_ALIVE);
      String message =
          now == seen ? ": still here\n\n" : "data: " + StateJson.write(session) + "\n\n";
      out.write(message.getBytes(StandardCharsets.UTF_8));
      out.flush();
      seen = now;
      LockSupport.parkNanos(Changes.GATHER_NANOS);
    }
  }

  private static byte[] file(String name) throws IOException {
    try (InputStream stream = DebugServer.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IOException(name + " is missing in the program's own files");
      }
      return stream.readAllBytes();
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    answer(exchange, status, type, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  /** Stops at once. */
  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
