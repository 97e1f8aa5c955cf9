package sockproof.harness.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sockproof.harness.check.CheckResult;
import sockproof.harness.check.CheckResult.Found;
import sockproof.harness.check.CheckResult.Line;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.known.KnownFinding;
import sockproof.harness.subject.Subject;
import sockproof.harness.trace.Observation;
import sockproof.proxy.plan.PlannedFault;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The result of {@code check} as JSON: a public interface. */
public final class CheckJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private CheckJson() {}

  /**
   * The whole document.
   *
   * @param tool the program's name and version
   * @param program how the program was called, for the lines that repeat a case
   * @param partner what is to be said of the real program on the other side, where there is one
   */
  public static String write(
      String tool,
      String program,
      Subject subject,
      Exchange exchange,
      Map<String, Object> partner,
      CheckResult result) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("schema", 1);
    root.put("tool", tool);
    root.put("subject", subject(subject, exchange, partner));
    root.put("seed", result.seed());
    root.put("strict", result.strict());
    root.put("verdict", result.verdict().word());
    if (!result.why().isEmpty()) {
      root.put("why", result.why());
    }
    List<Object> checks = new ArrayList<>();
    for (Line line : result.checks()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("id", line.finding().id());
      json.put("level", line.finding().level().name());
      json.put("verdict", line.verdict());
      json.put("cases", line.cases());
      json.put("elapsedMillis", line.spentMillis());
      json.put("why", line.why());
      checks.add(json);
    }
    root.put("checks", checks);
    List<Object> findings = new ArrayList<>();
    result.findings().forEach(found -> findings.add(found(found, program)));
    root.put("findings", findings);
    List<Object> fixed = new ArrayList<>();
    result.fixed().forEach(entry -> fixed.add(fixed(entry)));
    root.put("fixed", fixed);
    root.put("observations", result.observations());
    root.put("cases", result.cases());
    root.put("elapsedMillis", result.elapsedMillis());
    return MAPPER.writeValueAsString(root) + "\n";
  }

  private static Map<String, Object> fixed(KnownFinding entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", entry.id());
    json.put("reason", entry.reason());
    return json;
  }

  private static Map<String, Object> subject(
      Subject subject, Exchange exchange, Map<String, Object> partner) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("role", exchange.underTest().word());
    json.put("network", exchange.network().medium().word());
    json.put("ip", exchange.network().ip());
    if (exchange.network().isStream() && partner.isEmpty()) {
      json.put("framing", exchange.framing().word());
    }
    json.put("command", subject.start().arguments());
    subject.image().ifPresent(image -> json.put("image", image));
    programFile(subject.start().arguments()).ifPresent(file -> json.put("file", file));
    json.put("messages", exchange.messages());
    json.putAll(partner);
    return json;
  }

  /** The first word of a command that names a file of the user's, such as the script it runs. */
  private static Optional<String> programFile(List<String> command) {
    Path here = Path.of("").toAbsolutePath();
    return command.stream()
        .map(word -> here.resolve(word).normalize())
        .filter(file -> file.startsWith(here) && Files.isRegularFile(file))
        .map(ReplayLine::relative)
        .findFirst();
  }

  private static Map<String, Object> found(Found found, String program) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", found.finding().id());
    json.put("level", found.finding().level().name());
    json.put("summary", found.summary());
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put("expected", found.expected());
    evidence.put("observed", found.observed());
    evidence.put("confirmed", found.repeats());
    evidence.put("outcome", found.minimal().outcome().signature());
    evidence.put("took", found.minimal().outcome().taken());
    json.put("evidence", evidence);
    Exchange exchange = found.minimal().exchange();
    Map<String, Object> minimal = new LinkedHashMap<>();
    List<PlannedFault> faults = exchange.plan().faults();
    minimal.put("faults", faults.stream().map(PlannedFault::toData).toList());
    minimal.put("yaml", faults.stream().map(PlannedFault::toString).toList());
    minimal.put("observation", Observation.of(exchange, found.minimal().evidence(), true));
    json.put("minimal", minimal);
    json.put("replay", found.caseId());
    json.put("replayLine", program + " replay " + found.caseId());
    json.put("alsoExplained", found.alsoExplained());
    json.put("flaky", found.flaky());
    if (found.known() != null) {
      json.put("known", found.known());
    }
    found.changed().ifPresent(entry -> json.put("knownChanged", entry.reason()));
    return json;
  }
}
