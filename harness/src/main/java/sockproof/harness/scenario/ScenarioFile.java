package sockproof.harness.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sockproof.proxy.plan.PlanException;
import sockproof.proxy.plan.TextFile;
import sockproof.proxy.plan.YamlMap;
import sockproof.proxy.plan.YamlNode;

/** A scenario file: its text, and the values that its {@code vary} makes the cross product of. */
public final class ScenarioFile {
  private static final int MAX_RANGE = 100_000;
  private static final int DEFAULT_LIMIT = 64;

  private final String id;
  private final Path file;
  private final YamlNode root;

  private ScenarioFile(String id, Path file, YamlNode root) {
    this.id = id;
    this.file = file;
    this.root = root;
  }

  /**
   * Reads a file.
   *
   * @param id the scenario's id
   * @throws PlanException with file, line and column, for what is not a scenario
   */
  public static ScenarioFile read(Path file, String id) throws IOException {
    YamlNode root = YamlNode.parse(TextFile.read(file), file.toString());
    return new ScenarioFile(id, file, root);
  }

  /** The file's id. */
  public String id() {
    return id;
  }

  /** Where it was read from. */
  public Path file() {
    return file;
  }

  /**
   * Every case of the file, in order; a sample of them, the same for the same seed, where there are
   * more than its {@code limit}.
   *
   * @param seed for the sample, and for every random draw of the cases
   */
  public List<Scenario> cases(long seed) {
    List<Map<String, String>> all = variations();
    int limit =
        root.map().optional("limit").map(node -> node.integer(1, MAX_RANGE)).orElse(DEFAULT_LIMIT);
    List<Map<String, String>> chosen =
        all.size() <= limit ? all : Sampling.spread(all, limit, seed, id);
    List<Scenario> cases = new ArrayList<>();
    for (Map<String, String> values : chosen) {
      cases.add(new ScenarioReader(id, file, values, seed).read(root.substitute(values)));
    }
    return cases;
  }

  private List<Map<String, String>> variations() {
    Optional<YamlNode> vary = root.map().optional("vary");
    List<Map<String, String>> product = new ArrayList<>();
    product.add(Map.of());
    if (vary.isEmpty()) {
      return product;
    }
    YamlMap names = vary.get().map();
    for (String name : names.keys()) {
      List<String> values = values(names.required(name));
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> start : product) {
        for (String value : values) {
          Map<String, String> next = new LinkedHashMap<>(start);
          next.put(name, value);
          longer.add(next);
        }
      }
      product = longer;
      if (product.size() > MAX_RANGE) {
        throw vary.get().error("these values make more than " + MAX_RANGE + " cases.");
      }
    }
    return product;
  }

  private static List<String> values(YamlNode node) {
    if (!node.isMap()) {
      List<String> listed = node.list().stream().map(YamlNode::string).toList();
      if (listed.isEmpty()) {
        throw node.error("a list of values needs at least one.");
      }
      return listed;
    }
    YamlMap range = node.map();
    int from = range.required("from").integer(-MAX_RANGE, MAX_RANGE);
    int to = range.required("to").integer(from, from + MAX_RANGE);
    int step = range.optional("step").map(value -> value.integer(1, MAX_RANGE)).orElse(1);
    range.noOtherKeys();
    List<String> counted = new ArrayList<>();
    for (int value = from; value <= to; value += step) {
      counted.add(Integer.toString(value));
    }
    return counted;
  }
}
