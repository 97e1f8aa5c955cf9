package sockproof.proxy.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Statuses, bodies and refusals of the API, and Sockproof's own resources. */
class ApiServerTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String V1 = "/sockproof/v1/proxies";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET | /proxies/q | | 404 | proxy not found
          DELETE | /proxies/q | | 404 | proxy not found
          POST | /proxies | {"upstream": "h:1"} | 400 | missing required field: name
          POST | /proxies | {"name": "a"} | 400 | missing required field: upstream
          POST | /proxies | {"name": "a", "upstream": "h:1", "x": 1} | 400 | bad request body: body:1:34:
          POST | /proxies | {"name": "p", "upstream": "127.0.0.1:1"} | 409 | proxy already exists
          POST | /proxies | nonsense | 400 | bad request body: body:1:
          POST | /proxies | | 400 | bad request body: body:1:1:
          POST | /proxies/p/toxics | {"type": "magic"} | 400 | invalid toxic type
          POST | /proxies/p/toxics | {"type": "latency", "stream": "up"} | 400 | stream was invalid
          POST | /proxies/p/toxics | {"type": "latency", "attributes": {"latencyy": 1}} | 400 | did you mean
          POST | /proxies/p/toxics | {"type": "latency", "toxicity": 2} | 400 | a number from 0 to 1
          GET | /proxies/p/toxics/t | | 404 | toxic not found
          PATCH | /proxies/p/toxics/t | {} | 404 | toxic not found
          POST | /populate | [{"name": "a"}] | 400 | upstream at proxy 1
          PUT | /proxies | {} | 405 | use GET, POST
          GET | /nowhere | | 404 | there is nothing at /nowhere
          GET | /sockproof/v1/proxies/q | | 404 | There is no proxy `q`
          DELETE | /sockproof/v1/proxies/p/faults/f | | 404 | There is no fault `f`
          PUT | /sockproof/v1/proxies/p/faults | [{"drop": {"nth": 1}}] | 400 | body:1:3: `drop` loses datagrams
          """)
  void errorsHaveToxiproxysForm(String method, String path, String body, int status, String message)
      throws Exception {
    try (ApiSetup setup = new ApiSetup(Optional.empty())) {
      setup.send("POST", "/proxies", "{\"name\": \"p\", \"upstream\": \"127.0.0.1:9\"}");
      HttpResponse<String> response = setup.send(method, path, body == null ? "" : body);
      JsonNode error = JSON.readTree(response.body());
      assertEquals(status, response.statusCode(), response::body);
      assertEquals(status, error.get("status").asInt());
      assertTrue(error.get("error").asString().contains(message), response::body);
    }
  }

  @Test
  void aProxyIsCreatedWithItsFaultsAtOnceAndShowsWhatTheyDo() throws Exception {
    try (ApiSetup setup = new ApiSetup(Optional.empty())) {
      String body =
          """
          {"name": "cut", "listen": "tcp://127.0.0.1:0", "upstream": "tcp://%s", "seed": 3,
           "faults": [{"limit": {"bytes": 2, "to": "server"}}]}
          """
              .formatted(setup.upstream());
      HttpResponse<String> created = setup.send("POST", V1, body);
      assertEquals(201, created.statusCode(), created::body);
      String listen = JSON.readTree(created.body()).at("/proxies/0/listen").asString();
      try (Socket client = ApiSetup.connect(listen);
          Socket server = setup.server.accept()) {
        client.getOutputStream().write("hello".getBytes(UTF_8));
        assertEquals("he", new String(server.getInputStream().readAllBytes(), UTF_8));
        JsonNode connection =
            JSON.readTree(setup.send("GET", V1 + "/cut/connections", "").body())
                .at("/connections/0");
        assertEquals(5, connection.at("/to-server/received-bytes").asInt());
        assertEquals(2, connection.at("/to-server/delivered-bytes").asInt());
        assertTrue(connection.at("/faults-applied/limit").asInt() > 0, connection::toString);
        String metrics = setup.send("GET", "/metrics", "").body();
        assertTrue(
            metrics.contains(
                "sockproof_bytes_total{proxy=\"cut\",to=\"server\",what=\"delivered\"} 2.0"),
            metrics);
      }
      assertEquals(204, setup.send("DELETE", V1 + "/cut/faults/limit", "").statusCode());
      assertEquals("ok\n", setup.send("GET", "/healthz", "").body());
    }
  }

  @Test
  void manyAreCreatedOrNone() throws Exception {
    try (ApiSetup setup = new ApiSetup(Optional.empty());
        ServerSocket taken = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
      String one =
          "{\"name\": \"a\", \"listen\": \"udp://127.0.0.1:0\", \"upstream\":"
              + " \"udp://127.0.0.1:9\"}";
      String bad =
          one.replace("udp", "tcp")
              .replace("\"a\"", "\"b\"")
              .replace("127.0.0.1:0", "127.0.0.1:" + taken.getLocalPort());
      HttpResponse<String> refused = setup.send("POST", V1, "[" + one + "," + bad + "]");
      assertEquals(500, refused.statusCode(), refused::body);
      assertTrue(refused.body().contains("another program has the port"), refused::body);
      assertEquals("{\"proxies\":[]}\n", setup.send("GET", V1, "").body());
      assertEquals(201, setup.send("POST", V1, "[" + one + "]").statusCode());
      assertEquals("{}\n", setup.send("GET", "/proxies", "").body());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "User-Agent, Mozilla/5.0, 403",
    "Origin, http://example.com, 403",
    "Origin, null, 403",
    "Sec-Fetch-Site, cross-site, 403",
    "Accept, text/plain, 200"
  })
  void webPagesAreRefused(String header, String value, int status) throws Exception {
    try (ApiSetup setup = new ApiSetup(Optional.empty())) {
      assertEquals(status, setup.send("GET", "/proxies", "", header, value).statusCode());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:80, true",
    "127.0.0.1, true",
    "[::1]:8474, true",
    "evil.example:8474, false",
    "192.0.2.1, false"
  })
  void otherHostNamesAreRefused(String host, boolean allowed) throws Exception {
    try (ApiSetup setup = new ApiSetup(Optional.empty());
        Socket socket = new Socket(ApiSetup.LOOPBACK, setup.api.address().getPort())) {
      String request = "GET /version HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      assertEquals(allowed, answer.startsWith("HTTP/1.1 200"), answer);
    }
  }

  @Test
  void theDocumentNamesEveryPathThatThereIsAndNoOther() throws Exception {
    try (ApiSetup setup = new ApiSetup(Optional.empty())) {
      JsonNode document = JSON.readTree(setup.send("GET", "/sockproof/v1/openapi.json", "").body());
      assertTrue(document.get("openapi").asString().startsWith("3.1"));
      assertEquals(5, document.get("paths").size());
      for (String path : document.get("paths").propertyNames()) {
        for (String method : new String[] {"get", "put", "post", "patch", "delete"}) {
          boolean named = document.get("paths").get(path).has(method);
          String real = path.replace("{proxy}", "none").replace("{fault}", "none");
          int status = setup.send(method.toUpperCase(java.util.Locale.ROOT), real, "").statusCode();
          assertEquals(named, status != 405, method + " " + path + ": " + status);
        }
      }
      assertTrue(document.at("/components/schemas/fault-on-udp").has("anyOf"));
    }
  }

  @Test
  void aTokenIsAskedFor() throws Exception {
    try (ApiSetup setup = new ApiSetup(Optional.of("secret"))) {
      assertEquals(401, setup.send("GET", "/proxies", "").statusCode());
      String header = "Authorization";
      assertEquals(401, setup.send("GET", "/proxies", "", header, "Bearer secre").statusCode());
      assertEquals(200, setup.send("GET", "/proxies", "", header, "Bearer secret").statusCode());
      assertEquals(200, setup.send("GET", "/healthz", "").statusCode());
    }
  }
}
