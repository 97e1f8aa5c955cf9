package sockproof.proxy.plan;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import sockproof.proxy.core.Bytes;

/** The usual kinds of {@link Key}. */
public final class Keys {
  /** The value of a duration key that means "without end". */
  public static final long FOREVER = Long.MAX_VALUE;

  private static final String SIZE_PATTERN = "^[0-9]+(B|KiB|MiB|GiB)?$";
  private static final String DURATION_PATTERN = "^([0-9]+(\\.[0-9]+)?(ns|us|ms|s|m|h)|0)$";

  private Keys() {}

  /** A whole number between two bounds, both included. */
  public static Key<Integer> count(String name, int min, int max) {
    String form =
        max == Integer.MAX_VALUE ? "a number from " + min : "a number from " + min + " to " + max;
    return Key.of(
        name,
        form,
        Map.of("type", "integer", "minimum", min, "maximum", max),
        node -> node.integer(min, max),
        value -> value);
  }

  /** A number of bytes between two bounds, both included. */
  public static Key<Long> size(String name, long min, long max) {
    return Key.of(
        name,
        "bytes, as 64 or 64KiB",
        Map.of("anyOf", List.of(integerFrom(min), textLike(SIZE_PATTERN))),
        node -> sizeWithin(node, min, max),
        Keys::sizeData);
  }

  /** Bytes in a second. */
  public static Key<Long> rate(String name) {
    return Key.of(
        name,
        "bytes in a second, as 64KiB/s",
        Map.of("anyOf", List.of(integerFrom(1), textLike("^[0-9]+(B|KiB|MiB|GiB)?(/s)?$"))),
        Keys::readRate,
        value -> Units.formatSize(value) + "/s");
  }

  /** A duration in nanoseconds. */
  public static Key<Long> duration(String name) {
    return Key.of(
        name,
        "a duration, as 250ms",
        durationSchema(),
        YamlNode::durationNanos,
        Units::formatDuration);
  }

  /** A duration in nanoseconds, or {@link #FOREVER}. */
  public static Key<Long> durationOrForever(String name) {
    return Key.of(
        name,
        "a duration, as 250ms, or forever",
        Map.of("anyOf", List.of(durationSchema(), Map.of("const", "forever"))),
        node -> isWord(node, "forever") ? FOREVER : node.durationNanos(),
        value -> value == FOREVER ? "forever" : Units.formatDuration(value));
  }

  /** Offsets in a message or stream, one or a list; negative ones count from the end. */
  public static Key<List<Long>> offsets(String name) {
    return Key.of(
        name,
        "one offset or a list; negative ones count from the end of the message",
        oneOrMore(Map.of("type", "integer")),
        node ->
            nonEmpty(node).stream()
                .map(item -> item.longInteger(-Integer.MAX_VALUE, Integer.MAX_VALUE))
                .toList(),
        value -> value);
  }

  /** Numbers of messages or datagrams, from 1, one or a list. */
  public static Key<List<Integer>> numbers(String name) {
    return Key.of(
        name,
        "one number from 1, or a list",
        oneOrMore(Map.of("type", "integer", "minimum", 1)),
        node -> nonEmpty(node).stream().map(item -> item.integer(1, Integer.MAX_VALUE)).toList(),
        value -> value);
  }

  /** A number from 0 to 1. */
  public static Key<Double> fraction(String name) {
    return Key.of(
        name,
        "a number from 0 to 1",
        Map.of("type", "number", "minimum", 0, "maximum", 1),
        node -> node.number(0, 1),
        value -> value);
  }

  /** One of the words of an enum: {@code OTHER_PORT} is {@code other-port}. */
  public static <E extends Enum<E>> Key<E> word(String name, Class<E> type) {
    Map<E, String> words = new EnumMap<>(type);
    Arrays.stream(type.getEnumConstants()).forEach(choice -> words.put(choice, Words.of(choice)));
    String choices = Words.choices(words.values());
    return Key.of(
        name,
        choices,
        Map.of("enum", List.copyOf(words.values())),
        node ->
            words.keySet().stream()
                .filter(choice -> isWord(node, Words.of(choice)))
                .findFirst()
                .orElseThrow(() -> node.expected(choices)),
        Words::of);
  }

  /** {@code true} or {@code false}. */
  public static Key<Boolean> flag(String name) {
    return Key.of(name, "true or false", Map.of("type", "boolean"), YamlNode::bool, value -> value);
  }

  /** A text. */
  public static Key<String> text(String name) {
    return Key.of(name, "a text", Map.of("type", "string"), YamlNode::string, value -> value);
  }

  /** At least one byte: a text, as UTF-8, or {@code {hex: 00ff}}. */
  public static Key<Bytes> bytes(String name) {
    return Key.of(
        name,
        "a text, or {hex: 00ff}",
        Map.of(
            "anyOf",
            List.of(
                Map.of("type", "string", "minLength", 1),
                Map.of(
                    "type",
                    "object",
                    "properties",
                    Map.of("hex", textLike("^([0-9A-Fa-f]{2})+$")),
                    "required",
                    List.of("hex"),
                    "additionalProperties",
                    false))),
        HexBytes::read,
        HexBytes::written);
  }

  /** The one value or the items of a list, which must not be empty. */
  static List<YamlNode> nonEmpty(YamlNode node) {
    List<YamlNode> items = node.listOrOne();
    if (items.isEmpty()) {
      throw node.error("this list is empty; give at least one number.");
    }
    return items;
  }

  /** True for a scalar that is this word. */
  public static boolean isWord(YamlNode node, String word) {
    return node.isScalar() && node.string().equals(word);
  }

  /** A JSON Schema for one value or a list of at least one. */
  public static Map<String, Object> oneOrMore(Map<String, Object> item) {
    return Map.of("anyOf", List.of(item, Map.of("type", "array", "items", item, "minItems", 1)));
  }

  /** A JSON Schema for durations. */
  public static Map<String, Object> durationSchema() {
    return Map.of("anyOf", List.of(textLike(DURATION_PATTERN), Map.of("const", 0)));
  }

  /** A JSON Schema for sizes. */
  public static Map<String, Object> sizeSchema() {
    return Map.of("anyOf", List.of(integerFrom(0), textLike(SIZE_PATTERN)));
  }

  private static Map<String, Object> textLike(String pattern) {
    return Map.of("type", "string", "pattern", pattern);
  }

  private static Map<String, Object> integerFrom(long min) {
    return Map.of("type", "integer", "minimum", min);
  }

  /** A size as data: a number of bytes, or a text with a unit. */
  public static Object sizeData(long value) {
    String text = Units.formatSize(value);
    return text.equals(Long.toString(value)) ? (Object) value : text;
  }

  private static long sizeWithin(YamlNode node, long min, long max) {
    long value = node.sizeBytes();
    if (value < min || value > max) {
      throw node.expected(
          max == Long.MAX_VALUE
              ? "a size of at least " + Units.formatSize(min)
              : "a size from " + Units.formatSize(min) + " to " + Units.formatSize(max));
    }
    return value;
  }

  /** Reads bytes in a second. */
  public static long readRate(YamlNode node) {
    String text = node.string();
    OptionalLong value =
        Units.parseSizeBytes(text.endsWith("/s") ? text.substring(0, text.length() - 2) : text);
    if (value.isEmpty() || value.getAsLong() == 0) {
      throw node.expected("a rate in bytes a second such as 64KiB/s");
    }
    return value.getAsLong();
  }
}
