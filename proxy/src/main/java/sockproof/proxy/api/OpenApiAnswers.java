package sockproof.proxy.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The schemas of what Sockproof's own resources answer. */
final class OpenApiAnswers {
  private static final Map<String, Object> TEXT = Map.of("type", "string");
  private static final Map<String, Object> COUNT = Map.of("type", "integer", "minimum", 0);
  private static final Map<String, Object> COUNTS =
      Map.of("type", "object", "additionalProperties", COUNT);

  private OpenApiAnswers() {}

  /**
   * All of them, by name.
   *
   * @param root where they are to be found, as {@code #/components/schemas/}
   */
  static Map<String, Object> schemas(String root) {
    Map<String, Object> schemas = new TreeMap<>();
    schemas.put(
        "way",
        object(
            Map.of(
                "received-bytes", COUNT,
                "received-units", COUNT,
                "delivered-bytes", COUNT,
                "delivered-units", COUNT)));
    schemas.put(
        "toxic",
        object(
            Map.of(
                "name", TEXT,
                "type", TEXT,
                "stream", Map.of("enum", List.of("upstream", "downstream")),
                "toxicity", Map.of("type", "number", "minimum", 0, "maximum", 1),
                "attributes", COUNTS)));
    Map<String, Object> proxy = traffic(root);
    proxy.put("name", TEXT);
    proxy.put("listen", TEXT);
    proxy.put("upstream", TEXT);
    proxy.put("enabled", Map.of("type", "boolean"));
    proxy.put("framing", TEXT);
    proxy.put("seed", Map.of("type", "integer"));
    proxy.put("faults", ref(root, "faults"));
    proxy.put("toxics", list(ref(root, "toxic")));
    proxy.put("connections", object(Map.of("open", COUNT, "total", COUNT)));
    schemas.put("proxy-shown", object(proxy));
    schemas.put("proxies-shown", object(Map.of("proxies", list(ref(root, "proxy-shown")))));
    Map<String, Object> connection = traffic(root);
    connection.put("number", COUNT);
    connection.put("client", TEXT);
    connection.put("open-seconds", Map.of("type", "number", "minimum", 0));
    schemas.put("connections-shown", object(Map.of("connections", list(object(connection)))));
    schemas.put(
        "faults-shown",
        object(Map.of("faults", list(object(Map.of("name", TEXT, "fault", ref(root, "faults")))))));
    return schemas;
  }

  private static Map<String, Object> traffic(String root) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("to-server", ref(root, "way"));
    keys.put("to-client", ref(root, "way"));
    keys.put("faults-applied", COUNTS);
    return keys;
  }

  /** An object with all of these keys and no others. */
  private static Map<String, Object> object(Map<String, Object> keys) {
    return Map.of(
        "type",
        "object",
        "properties",
        keys,
        "required",
        keys.keySet().stream().sorted().toList(),
        "additionalProperties",
        false);
  }

  private static Map<String, Object> list(Map<String, Object> items) {
    return Map.of("type", "array", "items", items);
  }

  private static Map<String, Object> ref(String root, String name) {
    return Map.of("$ref", root + name);
  }
}
