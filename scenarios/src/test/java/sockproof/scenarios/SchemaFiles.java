package sockproof.scenarios;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sockproof.harness.exchange.Step;
import sockproof.harness.scenario.Outcome;
import sockproof.harness.scenario.Requirement;
import sockproof.proxy.control.ProxyCatalogue;
import sockproof.proxy.core.Medium;
import sockproof.proxy.fault.FaultCatalogue;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the published JSON Schemas; faults, outcomes and levels come from the program's own lists.
 */
final class SchemaFiles {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final Map<String, Object> TEXT = Map.of("type", "string");
  private static final Map<String, Object> COUNT = Map.of("type", "integer", "minimum", 1);
  private static final Map<String, Object> VARIABLE =
      Map.of("type", "string", "pattern", "^\\$[A-Za-z][A-Za-z0-9_-]*$");
  private static final Map<String, Object> DURATION =
      Map.of("type", "string", "pattern", "^[0-9.]+(ns|us|ms|s|m|h)$");
  private static final Map<String, Object> NETWORK =
      words(List.of("tcp", "udp", "unix", "unix-datagram"));
  private static final Map<String, Object> CHARSET = words(List.of("ascii", "utf-8"));
  private static final Map<String, Object> FIXED =
      object(Map.of("fixed", anyOf(COUNT, VARIABLE)), List.of("fixed"));
  private static final Map<String, Object> FRAMING_WORD =
      Map.of("type", "string", "pattern", "^(fixed:[0-9]+|line|crlf|length-prefix|eof)$");

  private SchemaFiles() {}

  /** Writes all files anew; the folder is the argument. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Files.writeString(folder.resolve("scenario.schema.json"), scenario());
    Files.writeString(folder.resolve("subject.schema.json"), subject());
    Files.writeString(folder.resolve("proxies.schema.json"), proxies());
  }

  static String scenario() {
    Map<String, Object> keys = new TreeMap<>();
    keys.put("title", TEXT);
    keys.put(
        "requirement",
        object(
            Map.of(
                "level",
                words(Arrays.stream(Requirement.Level.values()).map(Enum::name).toList()),
                "text",
                TEXT,
                "source",
                TEXT),
            List.of("level", "text", "source")));
    keys.put("network", anyOf(NETWORK, VARIABLE));
    keys.put("ip", anyOf(Map.of("enum", List.of(4, 6)), VARIABLE));
    keys.put("under-test", anyOf(words(List.of("client", "server")), VARIABLE));
    keys.put("framing", anyOf(FRAMING_WORD, FIXED, VARIABLE));
    keys.put("charset", anyOf(CHARSET, VARIABLE));
    keys.put("dialogue", list(step()));
    keys.put("lines", list(object(Map.of("client", COUNT, "say", TEXT), List.of("client", "say"))));
    keys.put("vary", vary());
    keys.put("limit", COUNT);
    keys.put("faults", FaultCatalogue.schema(EnumSet.allOf(Medium.class), true));
    keys.put(
        "peer",
        object(
            Map.of(
                "wildcard", Map.of("type", "boolean"),
                "mirror", Map.of("type", "boolean"),
                "stray-before-connect", TEXT),
            List.of()));
    List<String> outcomes = Arrays.stream(Outcome.values()).map(Outcome::word).toList();
    keys.put(
        "expect",
        object(
            Map.of(
                "outcome", anyOf(words(outcomes), VARIABLE), "within", anyOf(DURATION, VARIABLE)),
            List.of("outcome")));
    keys.put("finds", texts());
    keys.put("needs", texts());
    keys.put("tags", texts());
    List<String> required = List.of("title", "requirement", "network", "under-test", "expect");
    Map<String, Object> root = new LinkedHashMap<>(object(keys, required));
    root.put(
        "oneOf",
        List.of(Map.of("required", List.of("dialogue")), Map.of("required", List.of("lines"))));
    return document("A Sockproof scenario", root);
  }

  private static Map<String, Object> step() {
    Map<String, Object> keys = new TreeMap<>();
    Map<String, Object> measured =
        object(
            Map.of("bytes", anyOf(Map.of("type", "integer", "minimum", 0), VARIABLE)),
            List.of("bytes"));
    keys.put("say", anyOf(TEXT, measured));
    keys.put("raw", TEXT);
    keys.put("reply", texts());
    keys.put("client", COUNT);
    keys.put("server", TEXT);
    keys.put(
        "then",
        anyOf(words(Arrays.stream(Step.Then.values()).map(Step.Then::word).toList()), VARIABLE));
    keys.put("delay", anyOf(DURATION, VARIABLE));
    keys.put("times", anyOf(COUNT, VARIABLE));
    keys.put("collect", Map.of("type", "boolean"));
    return object(keys, List.of());
  }

  private static Map<String, Object> vary() {
    Map<String, Object> whole = Map.of("type", "integer");
    Map<String, Object> range =
        object(Map.of("from", whole, "to", whole, "step", COUNT), List.of("from", "to"));
    Map<String, Object> values = list(Map.of("type", List.of("string", "number", "boolean")));
    return Map.of("type", "object", "additionalProperties", anyOf(range, values));
  }

  static String subject() {
    Map<String, Object> keys = new TreeMap<>();
    keys.put("title", TEXT);
    keys.put("role", words(List.of("client", "server")));
    keys.put("network", oneOrMore(NETWORK));
    keys.put("ip", oneOrMore(Map.of("enum", List.of(4, 6))));
    keys.put("framing", oneOrMore(anyOf(FRAMING_WORD, words(List.of("fixed")), FIXED)));
    keys.put("charset", oneOrMore(CHARSET));
    keys.put("can", texts());
    keys.put("command", list(TEXT));
    keys.put("reference", list(TEXT));
    keys.put("build", texts());
    keys.put("image", TEXT);
    keys.put("requires", texts());
    keys.put("known", list(object(Map.of("id", TEXT, "reason", TEXT), List.of("id", "reason"))));
    Map<String, Object> root =
        new LinkedHashMap<>(object(keys, List.of("title", "role", "network")));
    root.put(
        "oneOf",
        List.of(Map.of("required", List.of("command")), Map.of("required", List.of("reference"))));
    return document("A program under test by Sockproof", root);
  }

  static String proxies() {
    return document("The proxies of `sockproof proxy --config`", ProxyCatalogue.config());
  }

  private static String document(String title, Map<String, Object> root) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    document.put("title", title);
    document.putAll(root);
    return JSON.writeValueAsString(sorted(document)) + "\n";
  }

  /** Maps in the order of their keys, so that the same schema is the same text. */
  private static Object sorted(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> copy = new TreeMap<>();
        map.forEach((key, item) -> copy.put(key.toString(), sorted(item)));
        yield copy;
      }
      case List<?> list -> list.stream().map(SchemaFiles::sorted).toList();
      default -> value;
    };
  }

  private static Map<String, Object> object(Map<String, Object> keys, List<String> required) {
    return Map.of(
        "type", "object", "properties", keys, "required", required, "additionalProperties", false);
  }

  private static Map<String, Object> words(List<String> words) {
    return Map.of("enum", words);
  }

  private static Map<String, Object> list(Map<String, Object> item) {
    return Map.of("type", "array", "items", item, "minItems", 1);
  }

  private static Map<String, Object> texts() {
    return anyOf(Map.of("type", "array", "items", TEXT), TEXT);
  }

  private static Map<String, Object> oneOrMore(Map<String, Object> item) {
    return anyOf(list(item), item);
  }

  private static Map<String, Object> anyOf(Map<String, Object> a, Map<String, Object> b) {
    return Map.of("anyOf", List.of(a, b));
  }

  private static Map<String, Object> anyOf(
      Map<String, Object> a, Map<String, Object> b, Map<String, Object> c) {
    return Map.of("anyOf", List.of(a, b, c));
  }
}
