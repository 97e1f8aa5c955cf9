package sockproof.proxy.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import sockproof.proxy.core.Medium;
import sockproof.proxy.fault.FaultCatalogue;
import sockproof.proxy.plan.Keys;

/** The form of proxies as data: JSON Schemas (draft 2020-12) of what {@link ProxyReader} reads. */
public final class ProxyCatalogue {
  private static final Map<String, Object> ADDRESS = Map.of("type", "string");
  private static final Map<String, Object> TARGETS =
      Map.of(
          "anyOf",
          List.of(Map.of("type", "array", "items", ADDRESS), ADDRESS),
          "description",
          "IP addresses beside loopback to which forged packets may be sent");
  private static final Map<String, Object> SEED =
      Map.of("type", "integer", "description", "the seed of every random draw");

  private ProxyCatalogue() {}

  /** The schema of a config file. */
  public static Map<String, Object> config() {
    return Map.of(
        "$defs",
        faults(),
        "type",
        "object",
        "properties",
        Map.of(
            "seed",
            SEED,
            "targets",
            TARGETS,
            "proxies",
            Map.of(
                "type",
                "array",
                "items",
                proxy("#/$defs/"),
                "description",
                "all started, or none")),
        "required",
        List.of("proxies"),
        "additionalProperties",
        false);
  }

  /**
   * The schema of one proxy: which faults it takes depends on what it listens on.
   *
   * @param definitions where those of {@link #faults} are to be found, as {@code #/$defs/}
   */
  public static Map<String, Object> proxy(String definitions) {
    List<Object> kinds = new ArrayList<>();
    for (Medium medium : Medium.values()) {
      kinds.add(proxy(medium, definitions));
    }
    return Map.of("anyOf", kinds);
  }

  private static Map<String, Object> proxy(Medium medium, String definitions) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("name", described("string", "by which it is known", "^[^/]{1,200}$"));
    keys.put(
        "listen",
        described("string", "where clients come in; port 0 picks a free one", pattern(medium)));
    String upstream =
        medium.isStream() ? pattern(Medium.TCP) + "|" + pattern(Medium.UNIX) : pattern(medium);
    keys.put("upstream", described("string", "where they are passed on to", upstream));
    keys.put(
        "enabled", Map.of("type", "boolean", "default", true, "description", "whether it listens"));
    keys.put("seed", SEED);
    keys.put("faults", faults(medium, definitions));
    if (medium.isStream()) {
      keys.put(
          "framing",
          described(
              "string",
              "how messages are delimited, for faults that count them",
              "^(none|fixed:[0-9]+|line|crlf|length-prefix|eof)$"));
    } else {
      Map<String, Object> idle = new LinkedHashMap<>(Keys.durationSchema());
      idle.put("description", "after how long a silent session is forgotten");
      keys.put("session-idle", idle);
      keys.put("targets", TARGETS);
    }
    return Map.of(
        "type",
        "object",
        "title",
        "A proxy that listens on " + medium.word(),
        "properties",
        keys,
        "required",
        List.of("name", "listen", "upstream"),
        "additionalProperties",
        false);
  }

  /** The schemas of one fault on each medium, by the name {@code fault-on-} and its word. */
  public static Map<String, Object> faults() {
    Map<String, Object> definitions = new TreeMap<>();
    for (Medium medium : Medium.values()) {
      definitions.put("fault-on-" + medium.word(), FaultCatalogue.fault(Set.of(medium), false));
    }
    return definitions;
  }

  private static Map<String, Object> faults(Medium medium, String definitions) {
    Map<String, Object> fault = Map.of("$ref", definitions + "fault-on-" + medium.word());
    return Map.of(
        "anyOf",
        List.of(Map.of("type", "array", "items", fault), fault),
        "description",
        "the faults, each of which takes the output of the one before it");
  }

  private static String pattern(Medium medium) {
    return switch (medium) {
      case TCP -> "^tcp://.+:[0-9]{1,5}$";
      case UDP -> "^udp://.+:[0-9]{1,5}$";
      case UNIX -> "^unix:.+$";
      case UNIX_DATAGRAM -> "^unix-datagram:.+$";
    };
  }

  private static Map<String, Object> described(String type, String description, String pattern) {
    return Map.of("type", type, "description", description, "pattern", pattern);
  }
}
