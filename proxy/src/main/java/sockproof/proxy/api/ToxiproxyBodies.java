package sockproof.proxy.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sockproof.proxy.control.Proxies;
import sockproof.proxy.control.ProxySettings;
import sockproof.proxy.control.Toxic;
import sockproof.proxy.control.ToxicType;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.YamlMap;
import sockproof.proxy.plan.YamlNode;

/** Reads the bodies of toxiproxy's API. A key that nobody knows is refused, not ignored. */
final class ToxiproxyBodies {
  static final List<String> PROXY_KEYS = List.of("name", "listen", "upstream", "enabled", "toxics");
  private static final List<String> TOXIC_KEYS =
      List.of("name", "type", "stream", "toxicity", "attributes");

  private ToxiproxyBodies() {}

  /**
   * A proxy to be created. Toxics that stand there are there from the start.
   *
   * @param where which of several, for messages; may be empty
   */
  static Proxies.Creation proxy(YamlNode node, String where) {
    YamlMap map = node.map();
    map.noKeysBut(PROXY_KEYS);
    String name = given(map, "name").map(YamlNode::string).orElse("");
    if (name.isEmpty()) {
      throw new ApiException(400, "missing required field: name" + where);
    }
    Endpoint upstream =
        address(map, "upstream", false)
            .orElseThrow(() -> new ApiException(400, "missing required field: upstream" + where));
    Endpoint listen = address(map, "listen", true).orElse(new Endpoint.Tcp("127.0.0.1", 0));
    boolean enabled = given(map, "enabled").map(YamlNode::bool).orElse(true);
    List<Toxic> toxics = new ArrayList<>();
    for (YamlNode toxic : given(map, "toxics").map(YamlNode::list).orElse(List.of())) {
      toxics.add(toxic(toxic));
    }
    return new Proxies.Creation(
        ProxySettings.between(name, listen, upstream, seed()).withEnabled(enabled), toxics);
  }

  /** Toxiproxy knows no seed; a new one each time, as there. */
  private static long seed() {
    return new java.security.SecureRandom().nextLong();
  }

  /** The value of a key, unless it is left out or null. */
  static Optional<YamlNode> given(YamlMap map, String key) {
    return map.optional(key).filter(node -> !node.isNull());
  }

  /**
   * An address as toxiproxy writes it, {@code host:port}.
   *
   * @param listening true to stand without a host for loopback, and not for every address of this
   *     machine
   */
  static Optional<Endpoint> address(YamlMap map, String key, boolean listening) {
    Optional<YamlNode> node = given(map, key).filter(value -> !value.string().isEmpty());
    return node.map(
        value -> {
          String text = value.string();
          String whole = listening && text.startsWith(":") ? "127.0.0.1" + text : text;
          try {
            return Endpoint.parse("tcp://" + whole);
          } catch (IllegalArgumentException e) {
            throw value.error(e.getMessage() + ".");
          }
        });
  }

  /** A toxic to be added. */
  static Toxic toxic(YamlNode node) {
    YamlMap map = node.map();
    map.noKeysBut(TOXIC_KEYS);
    String stream = given(map, "stream").map(YamlNode::string).orElse("downstream");
    if (!stream.equals("upstream") && !stream.equals("downstream")) {
      throw new ApiException(400, "stream was invalid, can be either upstream or downstream");
    }
    String word = given(map, "type").map(YamlNode::string).orElse("");
    ToxicType type =
        ToxicType.of(word).orElseThrow(() -> new ApiException(400, "invalid toxic type"));
    String name = given(map, "name").map(YamlNode::string).orElse("");
    Toxic plain =
        new Toxic(
            name.isEmpty() ? word + "_" + stream : name,
            type,
            stream.equals("upstream"),
            1,
            type.defaults());
    return plain.changed(attributes(type, map), toxicity(map, 1));
  }

  /** A toxic with what a body changes in it. */
  static Toxic changed(Toxic old, YamlNode node) {
    YamlMap map = node.map();
    map.noKeysBut(TOXIC_KEYS);
    return old.changed(attributes(old.type(), map), toxicity(map, old.toxicity()));
  }

  private static double toxicity(YamlMap map, double fallback) {
    return given(map, "toxicity").map(node -> node.number(0, 1)).orElse(fallback);
  }

  private static Map<String, Long> attributes(ToxicType type, YamlMap map) {
    Map<String, Long> values = new LinkedHashMap<>();
    Optional<YamlNode> node = given(map, "attributes");
    if (node.isPresent()) {
      YamlMap attributes = node.get().map();
      attributes.noKeysBut(type.attributes());
      for (String key : attributes.keys()) {
        given(attributes, key)
            .ifPresent(value -> values.put(key, value.longInteger(0, ToxicType.MAX_VALUE)));
      }
    }
    return values;
  }
}
