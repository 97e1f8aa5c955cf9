package sockproof.harness.known;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import sockproof.harness.exchange.Machine;
import sockproof.harness.finding.Finding;
import sockproof.harness.finding.FindingCatalogue;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanException;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.plan.YamlMap;
import sockproof.proxy.plan.YamlNode;

/**
 * Reads what is expected, from the file of {@code --known} and from subject files. What is wrong in
 * them is thrown as a {@link PlanException} with file, line and column.
 */
public final class KnownReader {
  private static final List<String> OUTCOMES =
      List.of("intact", "error", "wrong", "crashed", "ended", "hung", "spun");

  private KnownReader() {}

  /**
   * Reads the entries for one {@code check}.
   *
   * @param role {@code client} or {@code server}: what is checked
   */
  public static KnownFindings findings(
      String text, String sourceName, String role, Medium medium, Framing framing) {
    List<KnownFinding> entries = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (YamlNode item : items(text, sourceName)) {
      YamlMap map = item.map();
      refuse(map, "scenario", "an entry with `scenario` is for `sockproof run`");
      YamlNode id = map.required("id");
      Finding finding = finding(id, medium.isStream() ? "stream" : "datagram");
      if (!finding.concerns(role)) {
        throw id.error("`" + finding.id() + "` is a bug of a " + finding.who() + ".");
      }
      if (!ids.add(finding.id())) {
        throw id.error("`" + finding.id() + "` stands here a second time.");
      }
      String reason = reason(map);
      YamlMap evidence = map.required("evidence").map();
      Plan faults =
          PlanReader.read(evidence.required("faults"), medium, framing, Machine.capabilities());
      Optional<List<String>> took =
          evidence
              .optional("took")
              .map(node -> node.listOrOne().stream().map(YamlNode::string).toList());
      entries.add(
          new KnownFinding(
              finding.id(), reason, faults, outcome(evidence.required("outcome")), took));
      evidence.noOtherKeys();
      map.noOtherKeys();
    }
    return new KnownFindings(entries);
  }

  /**
   * Reads the entries for a {@code run}.
   *
   * @param scenarios the ids of all scenario files that there are
   */
  public static KnownCases cases(String text, String sourceName, List<String> scenarios) {
    List<KnownCase> entries = new ArrayList<>();
    for (YamlNode item : items(text, sourceName)) {
      YamlMap map = item.map();
      refuse(map, "id", "an entry with `id` is for `sockproof check`");
      YamlNode scenario = map.required("scenario");
      Predicate<String> matches = new Glob(KnownCase.withoutVariation(scenario.string()))::matches;
      if (scenarios.stream().noneMatch(matches)) {
        throw scenario.error(
            "there is no scenario `"
                + scenario.string()
                + "`; `sockproof run --list` shows the ids of all cases.");
      }
      String subject = map.required("subject").string();
      String reason = reason(map);
      YamlMap evidence = map.required("evidence").map();
      entries.add(
          new KnownCase(
              scenario.string(), subject, reason, evidence.required("observed").string()));
      evidence.noOtherKeys();
      map.noOtherKeys();
    }
    return new KnownCases(entries);
  }

  /** Reads the list in a subject file: findings, each with the reason. */
  public static Map<String, String> reasons(YamlNode list) {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (YamlNode item : list.list()) {
      YamlMap map = item.map();
      YamlNode id = map.required("id");
      if (FindingCatalogue.all().stream().noneMatch(one -> one.id().equals(id.string()))) {
        throw noSuchFinding(id);
      }
      if (reasons.put(id.string(), reason(map)) != null) {
        throw id.error("`" + id.string() + "` stands here a second time.");
      }
      map.noOtherKeys();
    }
    return reasons;
  }

  private static List<YamlNode> items(String text, String sourceName) {
    YamlNode root = YamlNode.parse(text, sourceName);
    return root.isNull() ? List.of() : root.list();
  }

  private static void refuse(YamlMap map, String key, String why) {
    if (map.has(key)) {
      throw map.error(key, why + ".");
    }
  }

  private static Finding finding(YamlNode id, String sockets) {
    return FindingCatalogue.all().stream()
        .filter(one -> one.id().equals(id.string()) && one.sockets().equals(sockets))
        .findFirst()
        .orElseThrow(
            () ->
                FindingCatalogue.all().stream().anyMatch(one -> one.id().equals(id.string()))
                    ? id.error("`" + id.string() + "` is not a finding of " + sockets + " sockets.")
                    : noSuchFinding(id));
  }

  private static PlanException noSuchFinding(YamlNode id) {
    return id.error(
        "there is no finding `" + id.string() + "`; `sockproof list --findings` shows all.");
  }

  private static String reason(YamlMap map) {
    YamlNode reason = map.required("reason");
    if (reason.isNull() || reason.string().isBlank()) {
      throw reason.error("say why this is expected.");
    }
    return reason.string();
  }

  private static String outcome(YamlNode node) {
    if (!OUTCOMES.contains(node.string())) {
      throw node.error(
          "`"
              + node.string()
              + "` is not an outcome; there are "
              + String.join(", ", OUTCOMES)
              + ".");
    }
    return node.string();
  }
}
