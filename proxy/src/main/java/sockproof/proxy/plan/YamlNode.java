package sockproof.proxy.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * One value of a YAML text together with its place, so that every complaint about it can begin with
 * {@code file:line:column}. Read scalars with the methods that say what is wanted; each throws a
 * {@link PlanException} that names the place, what stands there and what was expected.
 */
public final class YamlNode {
  sealed interface Content {
    /** A scalar; a plain one stands without quotes. */
    record Scalar(String text, boolean plain) implements Content {}

    record Items(List<YamlNode> items) implements Content {}

    record Entries(List<Entry> entries) implements Content {}

    /** {@code null}, {@code ~} or nothing at all. */
    record Nothing() implements Content {}
  }

  /** One key of a map with its value. */
  record Entry(YamlNode key, YamlNode value) {}

  private static final Pattern VARIABLE = Pattern.compile("\\$[A-Za-z][A-Za-z0-9_-]*");
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,18}");

  private final String source;
  private final int line;
  private final int column;
  private final Content content;

  YamlNode(String source, int line, int column, Content content) {
    this.source = source;
    this.line = line;
    this.column = column;
    this.content = content;
  }

  /**
   * Reads one YAML document (YAML 1.2).
   *
   * @param text the document
   * @param sourceName what to call it in messages: a file name, or the option that held it
   * @throws PlanException if it is not YAML, or has a key twice
   */
  public static YamlNode parse(String text, String sourceName) {
    return YamlParser.parse(text, sourceName);
  }

  /** Where it stands: {@code file:line:column}, from 1. */
  public String place() {
    return source + ":" + line + ":" + column;
  }

  /** An exception that says something about this value; give it one sentence. */
  public PlanException error(String sentence) {
    return new PlanException(place() + ": " + sentence);
  }

  /** Another value at the same place. */
  YamlNode with(Content other) {
    return new YamlNode(source, line, column, other);
  }

  /** A value that is left out, at the same place. */
  YamlNode nothingHere() {
    return new YamlNode(source, line, column, new Content.Nothing());
  }

  public boolean isMap() {
    return content instanceof Content.Entries;
  }

  public boolean isList() {
    return content instanceof Content.Items;
  }

  public boolean isScalar() {
    return content instanceof Content.Scalar;
  }

  /** True for {@code null}, {@code ~} and a value that is left out. */
  public boolean isNull() {
    return content instanceof Content.Nothing;
  }

  /** The map that stands here; a value that is left out is an empty one. */
  public YamlMap map() {
    return switch (content) {
      case Content.Entries(List<Entry> entries) -> new YamlMap(this, entries);
      case Content.Nothing() -> new YamlMap(this, List.of());
      default -> throw expected("a map of keys");
    };
  }

  /** The items of the list that stands here. */
  public List<YamlNode> list() {
    if (content instanceof Content.Items(List<YamlNode> items)) {
      return items;
    }
    throw expected("a list");
  }

  /** The items of the list that stands here, or the one value as a list of itself. */
  public List<YamlNode> listOrOne() {
    return isList() ? list() : List.of(this);
  }

  /** The text of a scalar, quoted or not. */
  public String string() {
    if (content instanceof Content.Scalar(String text, boolean plain)) {
      return text;
    }
    throw expected("a text");
  }

  /** {@code true} or {@code false}. */
  public boolean bool() {
    return switch (plainText()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw expected("true or false");
    };
  }

  /** A whole number between two bounds, both included. */
  public int integer(int min, int max) {
    return (int) longInteger(min, max);
  }

  /** A whole number between two bounds, both included. */
  public long longInteger(long min, long max) {
    String wanted =
        max == Long.MAX_VALUE || max == Integer.MAX_VALUE
            ? "a whole number of at least " + min
            : "a whole number from " + min + " to " + max;
    if (!looksLikeInteger()) {
      throw expected(wanted);
    }
    long value = Long.parseLong(plainText());
    if (value < min || value > max) {
      throw expected(wanted);
    }
    return value;
  }

  /** True for a scalar that {@link #longInteger} may read. */
  public boolean looksLikeInteger() {
    return INTEGER.matcher(plainText()).matches();
  }

  /** A number between two bounds, both included. */
  public double number(double min, double max) {
    OptionalDouble value = Units.parseNumber(plainText());
    if (value.isEmpty() || value.getAsDouble() < min || value.getAsDouble() > max) {
      throw expected("a number from " + Units.formatNumber(min) + " to " + Units.formatNumber(max));
    }
    return value.getAsDouble();
  }

  /**
   * A duration such as {@code 250ms}, {@code 5s}, {@code 2m} or {@code 40us}, in nanoseconds; in
   * quotes or not, as JSON has no other way to write it.
   */
  public long durationNanos() {
    OptionalLong value = Units.parseDurationNanos(anyText());
    if (value.isEmpty()) {
      throw expected("a duration such as 250ms, 5s or 2m");
    }
    return value.getAsLong();
  }

  /** A size such as {@code 64} or {@code 64KiB}, in bytes; in quotes or not. */
  public long sizeBytes() {
    OptionalLong value = Units.parseSizeBytes(anyText());
    if (value.isEmpty()) {
      throw expected("a size in bytes such as 64 or 64KiB");
    }
    return value.getAsLong();
  }

  /** An error that says what was expected and what stands here instead. */
  public PlanException expected(String what) {
    return error("expected " + what + ", found " + described() + ".");
  }

  /**
   * The same value with every plain scalar {@code $name} replaced by the text of that name. Quoted
   * scalars stay as they are. Places are kept.
   *
   * @throws PlanException for a name that is not given
   */
  public YamlNode substitute(Map<String, String> values) {
    Content replaced =
        switch (content) {
          case Content.Scalar(String text, boolean plain)
              when plain && VARIABLE.matcher(text).matches() ->
              new Content.Scalar(valueOf(text, values), true);
          case Content.Scalar scalar -> scalar;
          case Content.Nothing nothing -> nothing;
          case Content.Items(List<YamlNode> items) ->
              new Content.Items(items.stream().map(item -> item.substitute(values)).toList());
          case Content.Entries(List<Entry> entries) -> {
            List<Entry> others = new ArrayList<>();
            for (Entry entry : entries) {
              others.add(new Entry(entry.key, entry.value.substitute(values)));
            }
            yield new Content.Entries(others);
          }
        };
    return new YamlNode(source, line, column, replaced);
  }

  private String valueOf(String variable, Map<String, String> values) {
    String value = values.get(variable.substring(1));
    if (value == null) {
      String known =
          values.isEmpty() ? "none are given" : "there are " + Words.dollars(values.keySet());
      throw error("`" + variable + "` has no value; " + known + ".");
    }
    return value;
  }

  /** The text of a scalar without quotes; empty for anything else, which no reader accepts. */
  private String plainText() {
    return content instanceof Content.Scalar(String text, boolean plain) && plain ? text : "";
  }

  private String anyText() {
    return content instanceof Content.Scalar(String text, boolean plain) ? text : "";
  }

  private String described() {
    return switch (content) {
      case Content.Entries entries -> "a map";
      case Content.Items items -> "a list";
      case Content.Nothing nothing -> "nothing";
      case Content.Scalar(String text, boolean plain) ->
          plain ? "`" + text + "`" : "the text \"" + text + "\"";
    };
  }

  /** Where it stands, for debuggers. */
  @Override
  public String toString() {
    return described() + " at " + place();
  }
}
