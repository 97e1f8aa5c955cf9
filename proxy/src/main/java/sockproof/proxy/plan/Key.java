package sockproof.proxy.plan;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One key of a fault: its name, what it takes, its default and what it does. The reader, the
 * catalogue and the JSON Schema all come from it. {@link Keys} makes the usual kinds.
 *
 * @param <T> the type of its values
 */
public final class Key<T> {
  private final String name;
  private final String form;
  private final Map<String, Object> schema;
  private final Function<YamlNode, T> reader;
  private final Function<T, Object> writer;
  private final String effect;
  private final @Nullable T fallback;
  private final boolean required;

  private Key(
      String name,
      String form,
      Map<String, Object> schema,
      Function<YamlNode, T> reader,
      Function<T, Object> writer,
      String effect,
      @Nullable T fallback,
      boolean required) {
    this.name = name;
    this.form = form;
    this.schema = schema;
    this.reader = reader;
    this.writer = writer;
    this.effect = effect;
    this.fallback = fallback;
    this.required = required;
  }

  /**
   * A key of any kind, optional and without a default.
   *
   * @param name the word in fault lists
   * @param form what it takes, in a few words
   * @param schema the JSON Schema of its values
   * @param reader reads a value, or throws {@link PlanException}
   * @param writer turns a value into strings, numbers, booleans, lists and maps
   */
  public static <T> Key<T> of(
      String name,
      String form,
      Map<String, Object> schema,
      Function<YamlNode, T> reader,
      Function<T, Object> writer) {
    return new Key<>(name, form, Map.copyOf(schema), reader, writer, "", null, false);
  }

  /** The same key with a sentence, without a full stop, that says what it does. */
  public Key<T> doing(String what) {
    return new Key<>(name, form, schema, reader, writer, what, fallback, required);
  }

  /** The same key with a default. */
  public Key<T> orElse(T value) {
    return new Key<>(name, form, schema, reader, writer, effect, value, false);
  }

  /** The same key, which must be given. */
  public Key<T> mandatory() {
    return new Key<>(name, form, schema, reader, writer, effect, null, true);
  }

  /** The word in fault lists. */
  public String name() {
    return name;
  }

  /** What it takes, in a few words. */
  public String form() {
    return form;
  }

  /** The JSON Schema of its values. */
  public Map<String, Object> schema() {
    return schema;
  }

  /** What it does, as a sentence without a full stop. */
  public String effect() {
    return effect;
  }

  /** True if it must be given. */
  public boolean isRequired() {
    return required;
  }

  /** The default as data, if there is one. */
  public Optional<Object> defaultData() {
    return Optional.ofNullable(fallback).map(writer);
  }

  Optional<T> fallback() {
    return Optional.ofNullable(fallback);
  }

  /** Reads a value, or throws {@link PlanException}. */
  public T read(YamlNode node) {
    return reader.apply(node);
  }

  /** The value as strings, numbers, booleans, lists and maps. */
  public Object written(T value) {
    return writer.apply(Objects.requireNonNull(value));
  }

  @Override
  public String toString() {
    return name;
  }
}
