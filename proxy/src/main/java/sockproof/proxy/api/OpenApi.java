package sockproof.proxy.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sockproof.proxy.control.ProxyCatalogue;

/** Describes Sockproof's own resources (OpenAPI 3.1), with the schemas that bodies are held to. */
final class OpenApi {
  private static final String SCHEMAS = "#/components/schemas/";

  private OpenApi() {}

  /** The document. */
  static Map<String, Object> document() {
    Map<String, Object> schemas = new TreeMap<>(ProxyCatalogue.faults());
    schemas.putAll(OpenApiAnswers.schemas(SCHEMAS));
    schemas.put("proxy", ProxyCatalogue.proxy(SCHEMAS));
    schemas.put("faults", faults());
    schemas.put(
        "change",
        Map.of(
            "type",
            "object",
            "properties",
            Map.of(
                "enabled", Map.of("type", "boolean"),
                "listen", Map.of("type", "string"),
                "upstream", Map.of("type", "string"),
                "faults", ref("faults")),
            "additionalProperties",
            false));
    schemas.put(
        "error",
        Map.of(
            "type",
            "object",
            "properties",
            Map.of("error", Map.of("type", "string"), "status", Map.of("type", "integer")),
            "required",
            List.of("error", "status")));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put(
        "info",
        Map.of(
            "title",
            "Sockproof's proxies",
            "version",
            "1",
            "description",
            "Proxies on every network with every fault, changed while they run."));
    document.put("paths", paths());
    document.put("components", Map.of("schemas", schemas));
    return document;
  }

  private static Map<String, Object> faults() {
    List<Object> each =
        ProxyCatalogue.faults().keySet().stream().<Object>map(OpenApi::ref).toList();
    Map<String, Object> fault = Map.of("anyOf", each);
    return Map.of("anyOf", List.of(Map.of("type", "array", "items", fault), fault));
  }

  private static Map<String, Object> paths() {
    String root = "/sockproof/v1/proxies";
    String faults = root + "/{proxy}/faults";
    Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
    add(
        paths,
        "get",
        root,
        "All proxies with their faults, toxics and traffic",
        200,
        "",
        "proxies-shown");
    add(
        paths,
        "post",
        root,
        "Creates one proxy, or a list: all or none",
        201,
        "proxy",
        "proxies-shown");
    add(paths, "get", root + "/{proxy}", "Shows a proxy", 200, "", "proxy-shown");
    add(paths, "patch", root + "/{proxy}", "Changes a proxy", 200, "change", "proxy-shown");
    add(paths, "delete", root + "/{proxy}", "Removes a proxy", 204, "", "");
    add(
        paths,
        "get",
        root + "/{proxy}/connections",
        "The open connections: bytes so far, and the faults that had a hand in them",
        200,
        "",
        "connections-shown");
    add(paths, "get", faults, "The faults, by name", 200, "", "faults-shown");
    add(paths, "put", faults, "Replaces all faults", 200, "faults", "faults-shown");
    add(paths, "post", faults, "Adds faults behind the others", 201, "faults", "faults-shown");
    add(paths, "delete", faults + "/{fault}", "Removes a fault", 204, "", "");
    return new LinkedHashMap<>(paths);
  }

  private static void add(
      Map<String, Map<String, Object>> paths,
      String method,
      String path,
      String summary,
      int status,
      String body,
      String answer) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("summary", summary);
    List<Object> parameters = new java.util.ArrayList<>();
    for (String name : List.of("proxy", "fault")) {
      if (path.contains("{" + name + "}")) {
        parameters.add(
            Map.of(
                "name", name, "in", "path", "required", true, "schema", Map.of("type", "string")));
      }
    }
    operation.put("parameters", parameters);
    if (!body.isEmpty()) {
      Map<String, Object> schema =
          body.equals("proxy")
              ? Map.of(
                  "anyOf", List.of(ref("proxy"), Map.of("type", "array", "items", ref("proxy"))))
              : ref(body);
      operation.put("requestBody", Map.of("required", true, "content", json(schema)));
    }
    Map<String, Object> done = new LinkedHashMap<>();
    done.put("description", "done");
    if (!answer.isEmpty()) {
      done.put("content", json(ref(answer)));
    }
    operation.put(
        "responses",
        Map.of(
            Integer.toString(status),
            done,
            "default",
            Map.of("description", "refused", "content", json(ref("error")))));
    paths.computeIfAbsent(path, key -> new LinkedHashMap<>()).put(method, operation);
  }

  private static Map<String, Object> json(Map<String, Object> schema) {
    return Map.of("application/json", Map.of("schema", schema));
  }

  private static Map<String, Object> ref(String name) {
    return Map.of("$ref", SCHEMAS + name);
  }
}
