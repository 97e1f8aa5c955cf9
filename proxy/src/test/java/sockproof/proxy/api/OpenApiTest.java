package sockproof.proxy.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the OpenAPI document says of bodies and answers is so. */
class OpenApiTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PROXIES = "/sockproof/v1/proxies";

  private static List<String> problems(JsonNode document, JsonNode schema, String json) {
    String whole =
        JSON.writeValueAsString(
            Map.of("allOf", List.of(schema), "components", document.get("components")));
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(whole, InputFormat.JSON)
        .validate(json, InputFormat.JSON)
        .stream()
        .map(Object::toString)
        .toList();
  }

  /** Sends a request whose body the document allows, and compares the answer with the document. */
  private static void send(
      ApiSetup setup, JsonNode document, String method, String pattern, String body, int status)
      throws Exception {
    String path = pattern.replace("{proxy}", "p").replace("{fault}", "latency");
    HttpResponse<String> answer = setup.send(method, path, body);
    assertEquals(status, answer.statusCode(), answer::body);
    JsonNode operation = document.get("paths").get(pattern).get(method.toLowerCase(Locale.ROOT));
    if (!body.isEmpty() && status < 400) {
      JsonNode wanted = operation.at("/requestBody/content/application~1json/schema");
      assertEquals(List.of(), problems(document, wanted, body), body);
    }
    JsonNode responses = operation.get("responses");
    JsonNode response = responses.get(status < 400 ? "" + status : "default");
    assertTrue(response != null, () -> method + " " + pattern + " " + status + " is not described");
    JsonNode schema = response.at("/content/application~1json/schema");
    assertEquals(schema.isMissingNode(), answer.body().isEmpty(), answer::body);
    if (!schema.isMissingNode()) {
      assertEquals(List.of(), problems(document, schema, answer.body()), answer::body);
    }
  }

  @Test
  void bodiesAndAnswersAreThoseOfTheDocument() throws Exception {
    try (ApiSetup setup = new ApiSetup(Optional.empty())) {
      JsonNode document = JSON.readTree(setup.send("GET", "/sockproof/v1/openapi.json", "").body());
      String proxy =
          "{\"name\": \"p\", \"listen\": \"tcp://127.0.0.1:0\", \"upstream\": \"tcp://%s\","
              + " \"faults\": [{\"limit\": {\"bytes\": 99}}]}";
      send(setup, document, "POST", PROXIES, proxy.formatted(setup.upstream()), 201);
      send(setup, document, "POST", PROXIES, proxy.formatted(setup.upstream()), 409);
      setup.send("POST", "/proxies/p/toxics", "{\"type\": \"latency\", \"toxicity\": 0.5}");
      String one = PROXIES + "/{proxy}";
      String listen = setup.proxies.get("p").listenEndpoint().toString();
      try (Socket client = ApiSetup.connect(listen);
          Socket accepted = setup.server.accept()) {
        client.getOutputStream().write(7);
        assertEquals(7, accepted.getInputStream().read());
        send(setup, document, "GET", one + "/connections", "", 200);
        send(setup, document, "GET", PROXIES, "", 200);
        send(setup, document, "GET", one, "", 200);
        send(setup, document, "PUT", one + "/faults", "[{\"stall\": {\"after\": 5}}]", 200);
        send(setup, document, "POST", one + "/faults", "{\"latency\": {\"delay\": \"1ms\"}}", 201);
        send(setup, document, "POST", one + "/faults", "{\"drop\": {\"nth\": 1}}", 400);
        send(setup, document, "GET", one + "/faults", "", 200);
        send(setup, document, "DELETE", one + "/faults/{fault}", "", 204);
        send(setup, document, "DELETE", one + "/faults/{fault}", "", 404);
      }
      send(setup, document, "PATCH", one, "{\"enabled\": false, \"faults\": []}", 200);
      send(setup, document, "DELETE", one, "", 204);
      send(setup, document, "GET", one, "", 404);
    }
  }

  @Test
  void anAnswerOfAnotherFormWouldBeNoticed() throws Exception {
    try (ApiSetup setup = new ApiSetup(Optional.empty())) {
      JsonNode document = JSON.readTree(setup.send("GET", "/sockproof/v1/openapi.json", "").body());
      JsonNode schema = document.at("/components/schemas/proxies-shown");
      assertEquals(List.of(), problems(document, schema, "{\"proxies\": []}"));
      assertTrue(!problems(document, schema, "{\"proxies\": [{\"name\": \"a\"}]}").isEmpty());
    }
  }
}
