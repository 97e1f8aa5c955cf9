package sockproof.proxy.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The values of a fault's own keys, immutable. A key that is not given has its default. */
public final class Settings {
  private static final Settings NONE = new Settings(Map.of());

  private final Map<Key<?>, Object> values;

  private Settings(Map<Key<?>, Object> values) {
    this.values = values;
  }

  /** No keys given. */
  public static Settings none() {
    return NONE;
  }

  /** These settings and one more. */
  public <T> Settings with(Key<T> key, T value) {
    Map<Key<?>, Object> more = new LinkedHashMap<>(values);
    more.put(key, value);
    return new Settings(more);
  }

  /** These settings and one more if there is a value. */
  public <T> Settings with(Key<T> key, Optional<T> value) {
    return value.isEmpty() ? this : with(key, value.get());
  }

  /** True if the key was given. */
  public boolean has(Key<?> key) {
    return values.containsKey(key);
  }

  /**
   * The value of a key, or its default.
   *
   * @throws NoSuchElementException if it has neither
   */
  public <T> T get(Key<T> key) {
    return find(key).orElseThrow(() -> new NoSuchElementException("no value for " + key.name()));
  }

  /** The value of a key, or its default, if it has either. */
  @SuppressWarnings("unchecked") // put in by with(), which holds key and value to one type
  public <T> Optional<T> find(Key<T> key) {
    return Optional.ofNullable((T) values.get(key)).or(key::fallback);
  }

  /** The keys as data, without those that have their default value. */
  Map<String, Object> toData() {
    Map<String, Object> data = new LinkedHashMap<>();
    values.keySet().forEach(key -> put(key, data));
    return data;
  }

  private <T> void put(Key<T> key, Map<String, Object> data) {
    T value = get(key);
    if (!value.equals(key.fallback().orElse(null))) {
      data.put(key.name(), key.written(value));
    }
  }

  /** The keys given, with their values. */
  @Override
  public String toString() {
    return values.toString();
  }
}
