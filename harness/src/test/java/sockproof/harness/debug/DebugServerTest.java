package sockproof.harness.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sockproof.proxy.core.Direction;

/** Who gets in, and what the page's requests do. */
class DebugServerTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private Debugged debugged;
  private DebugServer server;

  @BeforeEach
  void start() throws Exception {
    debugged = Debugged.naiveClient();
    server = DebugServer.start(debugged.session, 0);
  }

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      server.close();
    }
    if (debugged != null) {
      debugged.close();
    }
  }

  private HttpResponse<String> get(String url, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String json, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Sends a request as it stands and gives the status line. */
  private String raw(String head) throws Exception {
    URI uri = URI.create(server.url());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  @Test
  void thePageComesWithAStrictPolicyAndNeedsNothingElse() throws Exception {
    HttpResponse<String> page = get(server.url());
    assertEquals(200, page.statusCode());
    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertTrue(policy.startsWith("default-src 'none'; script-src 'self';"), policy);
    assertEquals("no-referrer", page.headers().firstValue("Referrer-Policy").orElseThrow());
    assertEquals("nosniff", page.headers().firstValue("X-Content-Type-Options").orElseThrow());
    for (String file :
        new String[] {"debug.css", "debug.js", "save.js", "strip.js", "datagrams.js", "dom.js"}) {
      HttpResponse<String> part = get(server.url() + file);
      assertEquals(200, part.statusCode(), file);
      assertFalse(part.body().contains("http://"), file);
      assertFalse(part.body().contains("https://"), file);
      assertFalse(part.body().contains("innerHTML"), file);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "x/", "../", "%2e%2e/"})
  void withoutTheTokenThereIsNothing(String path) throws Exception {
    String root = server.url().replaceFirst("(http://[^/]*)/.*", "$1");
    assertEquals(404, get(root + "/" + path).statusCode());
  }

  @Test
  void aTokenThatIsAlmostRightIsWrong() throws Exception {
    String url = server.url();
    char last = url.charAt(url.length() - 2);
    String wrong = url.substring(0, url.length() - 2) + (last == 'A' ? 'B' : 'A') + "/";
    assertEquals(404, get(wrong).statusCode());
    assertEquals(404, get(url.substring(0, url.length() - 2) + "/").statusCode());
    assertEquals(404, get(url + "no-such-file").statusCode());
    assertEquals(404, get(url + "../debug/debug.js").statusCode());
  }

  @Test
  void anotherNameOfThisMachineIsRefused() throws Exception {
    String path = URI.create(server.url()).getPath();
    int port = URI.create(server.url()).getPort();
    assertEquals(
        "HTTP/1.1 200 OK", raw("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n"));
    for (String host :
        new String[] {"evil.example:" + port, "127.0.0.1", "localhost:" + port, ""}) {
      assertEquals(
          "HTTP/1.1 403 Forbidden",
          raw("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n"),
          host);
    }
  }

  @Test
  void anotherPageIsRefused() throws Exception {
    assertEquals(403, post("begin", "{}", "Origin", "http://evil.example").statusCode());
    assertEquals(403, post("begin", "{}", "Origin", "null").statusCode());
    assertEquals(403, get(server.url(), "Sec-Fetch-Site", "cross-site").statusCode());
    assertEquals(403, get(server.url() + "events", "Sec-Fetch-Site", "same-site").statusCode());
    assertTrue(debugged.session.life().stage().isEmpty());
    String own = server.url().replaceFirst("(http://[^/]*)/.*", "$1");
    assertEquals(200, post("begin", "{}", "Origin", own).statusCode());
  }

  @Test
  void aFormCannotSendCommands() throws Exception {
    HttpRequest form =
        HttpRequest.newBuilder(URI.create(server.url() + "begin"))
            .header("Content-Type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    assertEquals(415, http.send(form, HttpResponse.BodyHandlers.ofString()).statusCode());
    assertEquals(413, post("begin", " ".repeat(300_000)).statusCode());
    assertEquals(404, post("no-such-thing", "{}").statusCode());
  }

  @Test
  void commandsReachTheProgram() throws Exception {
    assertEquals(200, post("begin", "{}").statusCode());
    Debugged.until(() -> debugged.waiting(Direction.TO_SERVER).equals("hello, world\n"));
    assertEquals(200, post("command", command("server", "all", "")).statusCode());
    Debugged.until(() -> debugged.waiting(Direction.TO_CLIENT).equals("HELLO, WORLD\n"));
    assertEquals(200, post("command", command("client", "cut", ", \"at\": 4")).statusCode());
    assertEquals(200, post("command", command("client", "piece", "")).statusCode());
    Debugged.until(() -> debugged.stdout().equals("HELL\n"));

    assertEquals(200, post("again", "{}").statusCode());
    Debugged.until(() -> debugged.waiting(Direction.TO_SERVER).equals("hello, world\n"));
    assertEquals("", debugged.stdout());
  }

  private static String command(String to, String what, String more) {
    return "{\"connection\": 1, \"to\": \"%s\", \"do\": \"%s\"%s}".formatted(to, what, more);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          {"connection": 9, "to": "client", "do": "all"}              | there is no connection 9
          {"connection": 1, "to": "client", "do": "all"}              | nothing waits
          {"connection": 1, "to": "moon", "do": "all"}                | `to` is client or server
          {"connection": 1, "to": "client", "do": "fly"}              | `fly` is not a command here
          {"connection": 1, "to": "client", "do": "cut"}              | `at` is a whole number
          {"connection": 1, "to": "client", "do": "cut", "at": 1.5}   | `at` is a whole number
          {"connection": 1, "to": "client", "do": "bytes", "count": 99999999999} | that is not a command
          {"connection": 1, "to": "client", "do": "forge", "at": 0, "hex": "zz"} | that is not a command
          {"connection": 1, "to": "client", "do": "release", "id": 1} | `release` is not a command here
          []                                                          | `to` is client or server
          {{                                                          | that is not a command
          """)
  void whatMakesNoSenseIsAnsweredWithASentence(String json, String sentence) throws Exception {
    post("begin", "{}");
    Debugged.until(() -> debugged.waiting(Direction.TO_SERVER).equals("hello, world\n"));
    HttpResponse<String> answer = post("command", json);
    assertEquals(409, answer.statusCode());
    assertTrue(answer.body().contains(sentence), answer.body());
  }

  @Test
  void eventsTellTheWholeStateAndEndWithTheSession() throws Exception {
    HttpResponse<Stream<String>> events =
        http.send(
            HttpRequest.newBuilder(URI.create(server.url() + "events")).build(),
            HttpResponse.BodyHandlers.ofLines());
    assertEquals(
        "text/event-stream; charset=utf-8",
        events.headers().firstValue("Content-Type").orElseThrow());
    post("begin", "{}");
    List<String> seen =
        events.body().takeWhile(line -> !line.contains("68656c6c6f2c20776f726c640a")).toList();
    assertTrue(seen.stream().anyMatch(line -> line.startsWith("data: {\"mode\":\"client\"")));
  }
}
