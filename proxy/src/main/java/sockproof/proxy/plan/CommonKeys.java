package sockproof.proxy.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;

/** The keys that every fault takes. */
public final class CommonKeys {
  /** Whose incoming bytes are concerned. */
  public static final Key<Receiver> TO =
      Keys.word("to", Receiver.class)
          .orElse(Receiver.BOTH)
          .doing("whose incoming bytes are concerned");

  /** The condition. */
  public static final Key<When> WHEN =
      Key.of(
              "when",
              "a map of connection, nth, bytes, after, until, every",
              schema(),
              CommonKeys::readWhen,
              CommonKeys::written)
          .orElse(When.ALWAYS)
          .doing("the condition under which it applies; its keys combine with AND");

  /** The probability. */
  public static final Key<Double> PROBABILITY =
      Keys.fraction("probability")
          .orElse(1.0)
          .doing(
              "how likely it is to apply: drawn for each message or datagram, or once for each"
                  + " connection");

  /** The name. */
  public static final Key<String> NAME =
      Keys.text("name").orElse("").doing("its name in traces and in the API");

  /** All of them, in the order of the documentation. */
  public static final List<Key<?>> ALL = List.of(TO, WHEN, PROBABILITY, NAME);

  private static final Key<List<Integer>> NTH = Keys.numbers("nth");

  private CommonKeys() {}

  private static When readWhen(YamlNode node) {
    YamlMap map = node.map();
    int connection =
        map.optional("connection").map(value -> value.integer(1, Integer.MAX_VALUE)).orElse(0);
    List<Integer> nth = map.optional("nth").map(NTH::read).orElse(List.of());
    int every = map.optional("every").map(value -> value.integer(1, Integer.MAX_VALUE)).orElse(1);
    long after = map.optional("after").map(YamlNode::durationNanos).orElse(0L);
    long until = map.optional("until").map(YamlNode::durationNanos).orElse(When.FOREVER);
    long from = 0;
    long to = When.FOREVER;
    if (map.has("bytes")) {
      YamlMap bytes = map.required("bytes").map();
      from = bytes.optional("from").map(YamlNode::sizeBytes).orElse(0L);
      to = bytes.optional("to").map(YamlNode::sizeBytes).orElse(When.FOREVER);
      bytes.noOtherKeys();
      if (from >= to) {
        throw map.error("bytes", "`bytes` is empty: `from` is included, `to` is not.");
      }
    }
    map.noOtherKeys();
    if (after >= until) {
      throw map.error("until", "`until` is not later than `after`, so this is never.");
    }
    return new When(connection, nth, every, from, to, after, until);
  }

  /** Refuses conditions that a medium or an unknown framing cannot decide. */
  static void check(When when, YamlMap map, FaultType type, Medium medium, Framing framing) {
    if (!type.isDirected()) {
      for (String key : map.keys()) {
        if (!key.equals("connection")) {
          throw map.error(
              key,
              "`"
                  + type.name()
                  + "` acts before the first byte, so `"
                  + key
                  + "` cannot decide. Use `connection`.");
        }
      }
    }
    if (!medium.isStream() && when.choosesBytes()) {
      throw map.error(
          "bytes",
          "`bytes` counts offsets of a stream, which datagrams do not have. Use `nth` or `every`.");
    }
    if (medium.isStream() && framing instanceof Framing.None && when.choosesMessages()) {
      String key = when.nth().isEmpty() ? "every" : "nth";
      throw map.error(
          key,
          "`"
              + key
              + "` counts messages, and no framing is known here. Give --framing, or use `bytes`.");
    }
  }

  static Map<String, Object> written(When when) {
    Map<String, Object> data = new LinkedHashMap<>();
    if (when.connection() != 0) {
      data.put("connection", when.connection());
    }
    if (!when.nth().isEmpty()) {
      data.put("nth", when.nth());
    }
    if (when.every() != 1) {
      data.put("every", when.every());
    }
    if (when.choosesBytes()) {
      Map<String, Object> bytes = new LinkedHashMap<>();
      bytes.put("from", when.fromByte());
      if (when.toByte() != When.FOREVER) {
        bytes.put("to", when.toByte());
      }
      data.put("bytes", bytes);
    }
    if (when.afterNanos() > 0) {
      data.put("after", Units.formatDuration(when.afterNanos()));
    }
    if (when.untilNanos() != When.FOREVER) {
      data.put("until", Units.formatDuration(when.untilNanos()));
    }
    return data;
  }

  private static Map<String, Object> schema() {
    Map<String, Object> number = Map.of("type", "integer", "minimum", 1);
    Map<String, Object> bytes =
        Map.of(
            "type",
            "object",
            "properties",
            Map.of("from", Keys.sizeSchema(), "to", Keys.sizeSchema()),
            "additionalProperties",
            false);
    return Map.of(
        "type",
        "object",
        "properties",
        Map.of(
            "connection",
            number,
            "nth",
            Keys.oneOrMore(number),
            "every",
            number,
            "bytes",
            bytes,
            "after",
            Keys.durationSchema(),
            "until",
            Keys.durationSchema()),
        "additionalProperties",
        false);
  }
}
