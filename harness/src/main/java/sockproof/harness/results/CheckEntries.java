package sockproof.harness.results;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import sockproof.harness.finding.Finding;
import sockproof.harness.finding.FindingCatalogue;
import sockproof.harness.results.Results.Kind;
import sockproof.harness.run.CaseResult.Status;
import sockproof.harness.trace.Observation;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Reads the JSON of {@code check}: one entry for each finding that was looked for. */
final class CheckEntries {
  private final JsonNode root;
  private final String name;
  private final String subject;
  private final boolean strict;
  private final Map<String, JsonNode> found = new HashMap<>();

  /** What was seen, but is told as another finding. */
  private final Map<String, String> explainedBy = new HashMap<>();

  private CheckEntries(JsonNode root, String name) {
    this.root = root;
    this.name = name;
    this.subject =
        StreamSupport.stream(root.path("subject").path("command").spliterator(), false)
            .map(JsonNode::asString)
            .collect(Collectors.joining(" "));
    this.strict = root.path("strict").asBoolean(false);
    for (JsonNode node : root.path("findings")) {
      String id = node.path("id").asString("");
      found.put(id, node);
      node.path("alsoExplained").forEach(other -> explainedBy.putIfAbsent(other.asString(""), id));
    }
  }

  static Results of(JsonNode root, String name) {
    CheckEntries reader = new CheckEntries(root, name);
    List<Entry> entries = new ArrayList<>();
    root.path("checks").forEach(line -> entries.add(reader.entry(line)));
    return new Results(
        Kind.CHECK,
        root.path("tool").asString("sockproof"),
        reader.seed(),
        root.path("verdict").asString("inconclusive"),
        false,
        entries);
  }

  private long seed() {
    return root.path("seed").asLong(0);
  }

  private Entry entry(JsonNode line) {
    String id = line.path("id").asString("");
    String level = line.path("level").asString("MUST");
    String verdict = line.path("verdict").asString("inconclusive");
    JsonNode finding = found.getOrDefault(id, MissingNode.getInstance());
    boolean explained = explainedBy.containsKey(id) && finding.isMissingNode();
    Status status = explained ? Status.SKIPPED : status(verdict, level, finding);
    JsonNode kind = root.path("subject");
    boolean bug = !finding.isMissingNode();
    return new Entry(
        id,
        id,
        subject,
        status,
        verdict,
        bug(id, kind.path("network").asString("tcp"))
            .map(known -> "It " + known.bug() + ": " + known.oracle())
            .orElse(id),
        demand(id, level, kind.path("network").asString("tcp")),
        List.of(id),
        line.path("elapsedMillis").asLong(0),
        seed(),
        status == Status.KNOWN
            ? finding.path("known").asString("")
            : bug ? shown(finding) : why(id, line),
        kind.path("role").asString("client"),
        kind.path("network").asString("tcp"),
        kind.path("framing").asString(""),
        kind.path("file").asString(""),
        strings(finding.path("minimal").path("yaml")),
        finding.path("evidence").path("expected").asString(""),
        finding.path("evidence").path("observed").asString(""),
        bug ? finding.path("replayLine").asString("") : "",
        observation(finding.path("minimal").path("observation")));
  }

  private String why(String id, JsonNode line) {
    String why = line.path("why").asString("");
    return explainedBy.containsKey(id) ? "see " + explainedBy.get(id) + "; " + why : why;
  }

  private static String shown(JsonNode finding) {
    StringBuilder text = new StringBuilder(finding.path("summary").asString(""));
    String confirmed = finding.path("evidence").path("confirmed").asString("");
    if (!confirmed.isEmpty()) {
      text.append("; it failed in ").append(confirmed).append(" repeats");
    }
    List<String> others = strings(finding.path("alsoExplained"));
    if (!others.isEmpty()) {
      text.append("; it also explains ").append(String.join(", ", others));
    }
    return text.toString();
  }

  private Status status(String verdict, String level, JsonNode finding) {
    return switch (verdict) {
      case "pass" -> Status.PASSED;
      case "not-applicable" -> Status.SKIPPED;
      case "fail" -> {
        if (finding.path("flaky").asBoolean(false)) {
          yield Status.INCONCLUSIVE;
        }
        if (finding.has("known")) {
          yield Status.KNOWN;
        }
        boolean counts = level.equals("MUST") || (strict && level.equals("SHOULD"));
        yield counts ? Status.FAILED : Status.WARNED;
      }
      default -> Status.INCONCLUSIVE;
    };
  }

  private static Optional<Finding> bug(String id, String network) {
    String sockets = network.equals("tcp") || network.equals("unix") ? "stream" : "datagram";
    return FindingCatalogue.all().stream()
        .filter(finding -> finding.id().equals(id) && finding.sockets().equals(sockets))
        .findFirst();
  }

  private static Demand demand(String id, String level, String network) {
    return bug(id, network)
        .map(known -> new Demand(level, known.rule(), known.source()))
        .orElseGet(() -> new Demand(level, "The finding " + id + ".", ""));
  }

  private @Nullable Observation observation(JsonNode node) {
    if (!node.isObject()) {
      return null;
    }
    try {
      return ResultsFile.mapper().treeToValue(node, Observation.class);
    } catch (JacksonException e) {
      throw new ResultsException(
          name + ": what was observed in a finding cannot be read: " + e.getOriginalMessage());
    }
  }

  private static List<String> strings(JsonNode list) {
    List<String> strings = new ArrayList<>();
    list.forEach(item -> strings.add(item.asString("")));
    return strings;
  }
}
