package sockproof.proxy.plan;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of a YAML map. It remembers which keys were asked for, so that {@link #noOtherKeys} can
 * refuse the rest by name.
 */
public final class YamlMap {
  private final YamlNode node;
  private final Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  YamlMap(YamlNode node, List<YamlNode.Entry> list) {
    this.node = node;
    list.forEach(entry -> entries.put(entry.key().string(), entry));
  }

  /** The value that holds this map, for its place. */
  public YamlNode node() {
    return node;
  }

  /** The keys, in the order of the text. */
  public List<String> keys() {
    return List.copyOf(entries.keySet());
  }

  /** True if the key is there. The key counts as asked for. */
  public boolean has(String key) {
    asked.add(key);
    return entries.containsKey(key);
  }

  /** The value of a key, if it is there. */
  public Optional<YamlNode> optional(String key) {
    asked.add(key);
    return Optional.ofNullable(entries.get(key)).map(YamlNode.Entry::value);
  }

  /** The value of a key that must be there. */
  public YamlNode required(String key) {
    return optional(key).orElseThrow(() -> node.error("the key `" + key + "` is missing."));
  }

  /** The key itself, for its place; the key must be there. */
  YamlNode keyNode(String key) {
    return Objects.requireNonNull(entries.get(key)).key();
  }

  /** An exception about a key itself, at its place; at the map's place if the key is not there. */
  public PlanException error(String key, String sentence) {
    YamlNode.Entry entry = entries.get(key);
    return (entry == null ? node : entry.key()).error(sentence);
  }

  /**
   * Refuses every key that was not asked for.
   *
   * @throws PlanException that names the first such key, the nearest known one and all known ones
   */
  public void noOtherKeys() {
    noKeysBut(asked);
  }

  /**
   * Refuses every key that is not among the known ones.
   *
   * @throws PlanException as {@link #noOtherKeys} does
   */
  public void noKeysBut(Collection<String> known) {
    for (String name : entries.keySet()) {
      if (!known.contains(name)) {
        throw error(name, "the key `" + name + "` is not known" + Words.suggest(name, known));
      }
    }
  }
}
