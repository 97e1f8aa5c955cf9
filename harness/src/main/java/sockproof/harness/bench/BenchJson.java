package sockproof.harness.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import sockproof.harness.bench.load.Workload;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what was measured as JSON. */
public final class BenchJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private BenchJson() {}

  /**
   * Writes a file.
   *
   * @param idle what idle connections cost each relay; empty where that was not measured
   */
  public static void write(
      Path file, String version, BenchResult result, Map<String, IdleConnections.Usage> idle)
      throws IOException {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("schema", 1);
    root.put("tool", "sockproof " + version);
    ArrayNode workloads = root.putArray("workloads");
    for (Workload workload : result.workloads()) {
      ObjectNode node = workloads.addObject();
      node.put("name", workload.name());
      node.put("unit", workload.unit());
      node.put("moreIsBetter", workload.moreIsBetter());
      ObjectNode figures = node.putObject("figures");
      for (String who : result.measured(workload)) {
        BenchResult.Spread spread = result.spread(workload, who).orElseThrow();
        ObjectNode figure = figures.putObject(who);
        figure.put("median", spread.median());
        figure.put("least", spread.least());
        figure.put("most", spread.most());
        result
            .ratio(workload, who, BenchResult.DIRECT)
            .ifPresent(ratio -> figure.put("toDirect", ratio));
      }
    }
    ObjectNode silent = root.putObject("idle");
    idle.forEach((who, usage) -> silent.set(who, MAPPER.valueToTree(usage)));
    ObjectNode notes = root.putObject("notes");
    result.notes().forEach(notes::put);
    Files.writeString(file, root.toPrettyString() + "\n");
  }
}
