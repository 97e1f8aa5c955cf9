package sockproof.proxy.fault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import sockproof.proxy.plan.YamlMap;
import sockproof.proxy.plan.YamlNode;

/** What the steps of both kinds of script have in common when they are read and written. */
final class ScriptSteps {
  private ScriptSteps() {}

  /**
   * Reads a list of steps.
   *
   * @param step reads one of them
   * @param isLast tells a step after which none may follow
   */
  static <S> List<S> read(YamlNode node, Function<YamlMap, S> step, Predicate<S> isLast) {
    List<S> steps = new ArrayList<>();
    for (YamlNode item : node.list()) {
      if (!steps.isEmpty() && isLast.test(steps.getLast())) {
        throw item.error("nothing can be done after `end`; take this step out.");
      }
      YamlMap map = item.map();
      steps.add(step.apply(map));
      map.noOtherKeys();
    }
    if (steps.isEmpty()) {
      throw node.error("this list is empty; give at least one step.");
    }
    return steps;
  }

  /** Which of some words, one of which says what is done, stands in a step. */
  static String word(YamlMap map, String... words) {
    return map.keys().stream()
        .filter(List.of(words)::contains)
        .findFirst()
        .orElseThrow(
            () -> map.node().error("a step needs one of `" + String.join("`, `", words) + "`."));
  }

  /** A number from 1. */
  static long count(YamlNode node) {
    return node.longInteger(1, Integer.MAX_VALUE);
  }

  /** How many must have come; 0 where that does not matter. */
  static long once(YamlMap map) {
    return map.optional("once").map(ScriptSteps::count).orElse(0L);
  }

  static void putOnce(Map<String, Object> step, long once) {
    if (once > 0) {
      step.put("once", once);
    }
  }

  /** The JSON Schema of a list of steps of some forms. */
  static Map<String, Object> schema(Object... forms) {
    return Map.of("type", "array", "minItems", 1, "items", Map.of("anyOf", List.of(forms)));
  }

  /** The JSON Schema of a step: the key that says what is done, and those that may stand by it. */
  static Map<String, Object> stepSchema(
      String key, Map<String, Object> value, Map<String, Object> others) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(key, value);
    properties.putAll(others);
    return Map.of(
        "type",
        "object",
        "properties",
        properties,
        "required",
        List.of(key),
        "additionalProperties",
        false);
  }
}
