package sockproof.proxy.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.AnchorNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns YAML text into {@link YamlNode}s. The size and depth of what it makes are bounded. */
final class YamlParser {
  private static final int MAX_DEPTH = 50;
  private static final int MAX_NODES = 200_000;

  private final String source;
  private int nodes;

  private YamlParser(String source) {
    this.source = source;
  }

  static YamlNode parse(String text, String source) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(source)
            .setUseMarks(true)
            .setAllowNonScalarKeys(true)
            .build();
    try {
      Optional<Node> root = new Compose(settings).composeString(text);
      return root.isEmpty()
          ? new YamlNode(source, 1, 1, new YamlNode.Content.Nothing())
          : new YamlParser(source).convert(root.get(), 0);
    } catch (MarkedYamlEngineException e) {
      Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
      throw new PlanException(
          place(source, mark) + ": this is not YAML: " + e.getProblem() + ".", e);
    } catch (YamlEngineException e) {
      throw new PlanException(source + ":1:1: this YAML is refused: " + firstLine(e) + ".", e);
    }
  }

  private YamlNode convert(Node node, int depth) {
    if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
      throw new PlanException(
          place(source, node.getStartMark().orElse(null))
              + ": this YAML is too deep or too large; aliases that refer to themselves are"
              + " refused.");
    }
    YamlNode.Content content =
        switch (node) {
          case AnchorNode anchor ->
              throw new IllegalStateException("composed nodes have no anchors");
          case ScalarNode scalar -> scalar(scalar);
          case SequenceNode sequence -> {
            List<YamlNode> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
              items.add(convert(item, depth + 1));
            }
            yield new YamlNode.Content.Items(List.copyOf(items));
          }
          case MappingNode mapping -> entries(mapping, depth);
          default -> throw new IllegalStateException("unknown node " + node.getNodeType());
        };
    return at(node, content);
  }

  private static YamlNode.Content scalar(ScalarNode scalar) {
    return scalar.getTag().equals(Tag.NULL) && scalar.isPlain()
        ? new YamlNode.Content.Nothing()
        : new YamlNode.Content.Scalar(scalar.getValue(), scalar.isPlain());
  }

  private YamlNode.Content entries(MappingNode mapping, int depth) {
    List<YamlNode.Entry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
        throw new PlanException(
            place(source, tuple.getKeyNode().getStartMark().orElse(null))
                + ": a key must be a word.");
      }
      YamlNode key = at(scalar, new YamlNode.Content.Scalar(scalar.getValue(), scalar.isPlain()));
      if (!names.add(scalar.getValue())) {
        throw key.error("the key `" + scalar.getValue() + "` stands here a second time.");
      }
      entries.add(new YamlNode.Entry(key, convert(tuple.getValueNode(), depth + 1)));
    }
    return new YamlNode.Content.Entries(List.copyOf(entries));
  }

  private YamlNode at(Node node, YamlNode.Content content) {
    Mark mark = node.getStartMark().orElseThrow();
    return new YamlNode(source, mark.getLine() + 1, mark.getColumn() + 1, content);
  }

  private static String place(String source, @org.jspecify.annotations.Nullable Mark mark) {
    return mark == null
        ? source + ":1:1"
        : source + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }
}
