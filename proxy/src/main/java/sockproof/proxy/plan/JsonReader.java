package sockproof.proxy.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.json.JsonMapper;

/** Turns JSON text (RFC 8259) into {@link YamlNode}s, whose complaints have line and column. */
public final class JsonReader {
  private static final int MAX_DEPTH = 50;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String source;
  private final JsonParser parser;

  private JsonReader(String source, JsonParser parser) {
    this.source = source;
    this.parser = parser;
  }

  /**
   * Reads one JSON value.
   *
   * @param sourceName what to call it in messages
   * @throws PlanException if it is not JSON, is nested too deeply or has a key twice
   */
  public static YamlNode parse(String text, String sourceName) {
    try (JsonParser parser = JSON.createParser(text)) {
      JsonReader reader = new JsonReader(sourceName, parser);
      if (parser.nextToken() == null) {
        throw new PlanException(sourceName + ":1:1: there is nothing here; give a JSON value.");
      }
      YamlNode root = reader.value(0);
      if (parser.nextToken() != null) {
        throw reader.at().error("there is more than one JSON value here.");
      }
      return root;
    } catch (StreamReadException e) {
      throw new PlanException(
          place(sourceName, e.getLocation()) + ": this is not JSON: " + firstLine(e) + ".", e);
    } catch (JacksonException e) {
      throw new PlanException(sourceName + ":1:1: this is not JSON: " + firstLine(e) + ".", e);
    }
  }

  private YamlNode value(int depth) {
    YamlNode here = at();
    if (depth > MAX_DEPTH) {
      throw here.error("this is nested too deeply.");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> here.with(entries(depth));
      case START_ARRAY -> here.with(items(depth));
      case VALUE_NULL -> here;
      case VALUE_STRING -> here.with(new YamlNode.Content.Scalar(parser.getString(), false));
      default -> here.with(new YamlNode.Content.Scalar(parser.getString(), true));
    };
  }

  private YamlNode.Content entries(int depth) {
    List<YamlNode.Entry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      YamlNode key = at().with(new YamlNode.Content.Scalar(name, false));
      if (!names.add(name)) {
        throw key.error("the key `" + name + "` stands here a second time.");
      }
      parser.nextToken();
      entries.add(new YamlNode.Entry(key, value(depth + 1)));
    }
    return new YamlNode.Content.Entries(List.copyOf(entries));
  }

  private YamlNode.Content items(int depth) {
    List<YamlNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(depth + 1));
    }
    return new YamlNode.Content.Items(List.copyOf(items));
  }

  /** Nothing, at the place of the current token. */
  private YamlNode at() {
    TokenStreamLocation location = parser.currentTokenLocation();
    return new YamlNode(
        source, location.getLineNr(), location.getColumnNr(), new YamlNode.Content.Nothing());
  }

  private static String place(String source, TokenStreamLocation location) {
    return location == null
        ? source + ":1:1"
        : source + ":" + location.getLineNr() + ":" + location.getColumnNr();
  }

  private static String firstLine(JacksonException e) {
    String message = e.getOriginalMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }
}
