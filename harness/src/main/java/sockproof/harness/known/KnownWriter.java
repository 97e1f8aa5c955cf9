package sockproof.harness.known;

import java.util.List;
import java.util.Optional;
import sockproof.proxy.plan.PlannedFault;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes entries as {@link KnownReader} reads them. A new entry has an empty reason, which is
 * refused until somebody has written one.
 */
public final class KnownWriter {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private KnownWriter() {}

  /** A file of entries; each is given by {@link #entry}. */
  public static String file(List<String> entries) {
    return entries.isEmpty() ? "[]\n" : String.join("\n", entries) + "\n";
  }

  /** One line for a finding of {@code check}. */
  public static String entry(KnownFinding known) {
    List<String> faults =
        known.faults().faults().stream().map(PlannedFault::toString).map(KnownWriter::map).toList();
    Optional<String> took = known.took().map(texts -> ", took: " + JSON.writeValueAsString(texts));
    return "- {id: "
        + known.id()
        + ", reason: "
        + quoted(known.reason())
        + ", evidence: {faults: ["
        + String.join(", ", faults)
        + "], outcome: "
        + known.outcome()
        + took.orElse("")
        + "}}";
  }

  /** One line for a failure of {@code run}. */
  public static String entry(KnownCase known) {
    return "- {scenario: "
        + quoted(known.scenario())
        + ", subject: "
        + quoted(known.subject())
        + ", reason: "
        + quoted(known.reason())
        + ", evidence: {observed: "
        + quoted(known.observed())
        + "}}";
  }

  private static String map(String fault) {
    return "{" + fault + "}";
  }

  /** JSON's texts are YAML's, too. */
  private static String quoted(String text) {
    return JSON.writeValueAsString(text);
  }
}
