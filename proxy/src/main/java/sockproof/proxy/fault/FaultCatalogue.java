package sockproof.proxy.fault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.CommonKeys;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Key;

/**
 * The fault vocabulary as data: JSON Schemas (draft 2020-12) that an editor can use, made of the
 * same entries from which plans are read.
 */
public final class FaultCatalogue {
  private static final Map<String, Object> VARIABLE =
      Map.of("type", "string", "pattern", "^\\$[A-Za-z][A-Za-z0-9_-]*$");

  private FaultCatalogue() {}

  /**
   * The schema of a fault list on some media.
   *
   * @param media whose faults are allowed
   * @param variables true to allow {@code $name} for every value, as scenario files do
   */
  public static Map<String, Object> schema(Set<Medium> media, boolean variables) {
    Map<String, Object> fault = fault(media, variables);
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "A list of faults, or one fault");
    schema.put("anyOf", List.of(Map.of("type", "array", "items", fault), fault));
    return schema;
  }

  /** The schema of one fault on some media: its name alone, or its name with a map of keys. */
  public static Map<String, Object> fault(Set<Medium> media, boolean variables) {
    Map<String, List<Object>> byName = new TreeMap<>();
    List<String> bare = new ArrayList<>();
    for (FaultType type : FaultRegistry.all()) {
      if (type.media().stream().anyMatch(media::contains)) {
        byName.computeIfAbsent(type.name(), name -> new ArrayList<>()).add(keys(type, variables));
        if (needsNoKeys(type)) {
          bare.add(type.name());
        }
      }
    }
    Map<String, Object> properties = new TreeMap<>();
    byName.forEach((name, schemas) -> properties.put(name, anyOf(schemas)));
    Map<String, Object> map =
        Map.of(
            "type",
            "object",
            "properties",
            properties,
            "minProperties",
            1,
            "maxProperties",
            1,
            "additionalProperties",
            false);
    return bare.isEmpty() ? map : anyOf(List.of(map, Map.of("enum", bare)));
  }

  /** The schema of the keys of one fault. */
  static Map<String, Object> keys(FaultType type, boolean variables) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<Key<?>> keys = new ArrayList<>(type.keys());
    keys.addAll(CommonKeys.ALL);
    if (!type.isDirected()) {
      keys.remove(CommonKeys.TO);
    }
    keys.forEach(key -> properties.put(key.name(), key(key, variables)));
    type.sizeInTo()
        .ifPresent(
            size ->
                properties.put(
                    "to", anyOf(List.of(key(CommonKeys.TO, variables), key(size, variables)))));
    List<Object> all = new ArrayList<>(required(type));
    type.groups().forEach(group -> all.add(group(group)));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", needsNoKeys(type) ? List.of("object", "null") : "object");
    schema.put("description", type.effect());
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    if (!all.isEmpty()) {
      schema.put("allOf", all);
    }
    return schema;
  }

  private static boolean needsNoKeys(FaultType type) {
    return required(type).isEmpty()
        && type.groups().stream().allMatch(group -> group.choice() == FaultType.Choice.AT_MOST_ONE);
  }

  private static List<Object> required(FaultType type) {
    List<Object> required = new ArrayList<>();
    for (Key<?> key : type.keys()) {
      if (key.isRequired()) {
        boolean inTo = type.sizeInTo().filter(key::equals).isPresent();
        required.add(inTo ? anyOf(List.of(has(key.name()), has("to"))) : has(key.name()));
      }
    }
    return required;
  }

  private static Map<String, Object> group(FaultType.Group group) {
    List<Map<String, Object>> given = group.keys().stream().map(key -> has(key.name())).toList();
    return switch (group.choice()) {
      case EXACTLY_ONE -> Map.of("oneOf", given);
      case AT_LEAST_ONE -> anyOf(given);
      case AT_MOST_ONE -> Map.of("allOf", apart(names(group.keys())));
    };
  }

  /** No two of these keys together. */
  private static List<Object> apart(List<String> names) {
    List<Object> pairs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      for (String other : names.subList(i + 1, names.size())) {
        Object both = Map.of("type", "object", "required", List.of(names.get(i), other));
        pairs.add(Map.of("not", both));
      }
    }
    return pairs;
  }

  private static List<String> names(Collection<Key<?>> keys) {
    return keys.stream().map(Key::name).toList();
  }

  private static Map<String, Object> key(Key<?> key, boolean variables) {
    Map<String, Object> schema =
        new LinkedHashMap<>(
            variables ? anyOf(List.of(withVariables(key.schema()), VARIABLE)) : key.schema());
    schema.put("description", key.effect());
    key.defaultData().ifPresent(value -> schema.put("default", value));
    return schema;
  }

  /** The same schema with a variable allowed in the place of every item and property. */
  private static Map<String, Object> withVariables(Map<String, Object> schema) {
    Map<String, Object> result = new LinkedHashMap<>(schema);
    result.replaceAll(
        (keyword, value) ->
            switch (keyword) {
              case "items" -> orVariable(value);
              case "properties" -> {
                Map<String, Object> properties = new LinkedHashMap<>();
                asMap(value).forEach((name, each) -> properties.put(name, orVariable(each)));
                yield properties;
              }
              case "anyOf" ->
                  ((List<?>) value).stream().map(each -> withVariables(asMap(each))).toList();
              default -> value;
            });
    return result;
  }

  private static Map<String, Object> orVariable(Object schema) {
    return anyOf(List.of(withVariables(asMap(schema)), VARIABLE));
  }

  @SuppressWarnings("unchecked") // schemas are made of maps with names as keys
  private static Map<String, Object> asMap(Object schema) {
    return (Map<String, Object>) schema;
  }

  private static Map<String, Object> has(String name) {
    return Map.of("required", List.of(name));
  }

  private static Map<String, Object> anyOf(List<?> schemas) {
    return schemas.size() == 1 ? asMap(schemas.getFirst()) : Map.of("anyOf", schemas);
  }
}
