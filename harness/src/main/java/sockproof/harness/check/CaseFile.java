package sockproof.harness.check;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Machine;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.PeerSettings;
import sockproof.harness.exchange.Role;
import sockproof.harness.exchange.Step;
import sockproof.harness.exchange.Texts;
import sockproof.harness.subject.Subject;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.plan.JsonReader;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.plan.PlannedFault;
import sockproof.proxy.plan.YamlMap;
import sockproof.proxy.plan.YamlNode;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A failing case as a file: the subject's command, the exchange, the faults and what came of it. It
 * is JSON, and read back as YAML, of which JSON is a part, so that errors have a line and a column.
 *
 * @param subject the program under test
 * @param finding the finding that the case shows
 * @param plain what is exchanged where nothing goes wrong, for the baseline
 * @param exchange what was exchanged and what went wrong on the way
 * @param signature the class of behaviour that was seen
 */
public record CaseFile(
    Subject subject, String finding, Exchange plain, Exchange exchange, String signature) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final int MAX_CLIENTS = 64;

  /** The text of a case. */
  static String write(Situation situation, String finding, Trial trial) {
    Subject subject = situation.subject();
    Exchange exchange = trial.exchange();
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("schema", 1);
    root.put("finding", finding);
    root.put("role", exchange.underTest().word());
    root.put("network", exchange.network().medium().word());
    root.put("ip", exchange.network().ip());
    root.put("framing", exchange.framing().word());
    root.put("charset", exchange.text().word());
    root.put("timeout", exchange.deadline().toMillis() + "ms");
    root.put("seed", exchange.seed());
    root.put("command", subject.start().arguments());
    subject.image().ifPresent(image -> root.put("image", image));
    root.put("directory", subject.directory().toString());
    root.put("messages", situation.exchange().messages());
    root.put("peer", peer(exchange.peer()));
    root.put("watch-cpu", exchange.watchCpu());
    List<Object> steps = new ArrayList<>();
    exchange.dialogue().forEach(step -> steps.add(step(step)));
    root.put("dialogue", steps);
    root.put("faults", exchange.plan().faults().stream().map(PlannedFault::toData).toList());
    root.put("observed", trial.outcome().toData());
    return MAPPER.writeValueAsString(root) + "\n";
  }

  private static Map<String, Object> peer(PeerSettings peer) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("wildcard", peer.wildcard());
    json.put("mirror", peer.mirror());
    json.put("stray-before-connect", peer.stray());
    json.put("elsewhere", peer.elsewhere());
    json.put("holds-first-reply", peer.holding() != PeerSettings.Holding.NONE);
    json.put("holds-each-try", peer.holding() == PeerSettings.Holding.EACH_TRY);
    json.put("manner", peer.manner().word());
    return json;
  }

  private static Map<String, Object> step(Step step) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("client", step.client());
    json.put("server", step.server());
    if (step.say() != null) {
      json.put("say", step.say());
    }
    json.put("raw", new String(step.raw().toArray(), StandardCharsets.ISO_8859_1));
    json.put("reply", step.replies());
    json.put("delay", step.delay().toMillis() + "ms");
    json.put("then", step.then().word());
    return json;
  }

  /**
   * Reads a case.
   *
   * @param sourceName the file's name, for messages
   * @throws sockproof.proxy.plan.PlanException with file, line and column, for what is not a case
   */
  public static CaseFile read(String text, String sourceName) {
    YamlMap map = JsonReader.parse(text, sourceName).map();
    YamlNode schema = map.required("schema");
    if (schema.integer(1, Integer.MAX_VALUE) != 1) {
      throw schema.error("this case was written by a newer Sockproof; use that one.");
    }
    Role role = map.required("role").string().equals("client") ? Role.CLIENT : Role.SERVER;
    Network network =
        Network.parse(map.required("network").string(), map.required("ip").integer(4, 6));
    Framing framing = Framing.parse(map.required("framing").string());
    TextRules rules = TextRules.parse(map.required("charset").string());
    Exchange exchange =
        new Exchange(
            role,
            network,
            framing,
            rules,
            steps(map.required("dialogue")),
            PlanReader.read(
                map.required("faults"),
                network.medium(),
                sockproof.proxy.core.Framing.parse(framing.word()),
                Machine.capabilities()),
            peer(map.required("peer").map()),
            map.required("watch-cpu").bool(),
            Duration.ofNanos(map.required("timeout").durationNanos()),
            map.required("seed").longInteger(Long.MIN_VALUE, Long.MAX_VALUE));
    List<String> command = map.required("command").list().stream().map(YamlNode::string).toList();
    Path directory = Path.of(map.required("directory").string());
    Subject program = CheckSubject.of(role, network, framing, rules, command, directory);
    Subject subject =
        map.optional("image").map(YamlNode::string).map(program::inImage).orElse(program);
    String signature = map.required("observed").map().required("signature").string();
    YamlNode finding = map.required("finding");
    if (CheckRegistry.find(finding.string(), network.isStream()).isEmpty()) {
      throw finding.error("`" + finding.string() + "` is not a finding of these sockets.");
    }
    return new CaseFile(subject, finding.string(), plain(map, exchange), exchange, signature);
  }

  /** The first files of this schema do not say what is asked without faults. */
  private static Exchange plain(YamlMap map, Exchange exchange) {
    List<String> messages =
        map.optional("messages")
            .map(node -> node.list().stream().map(YamlNode::string).toList())
            .orElse(List.of(Texts.plainMessage(exchange.framing())));
    return exchange.withoutFaults().withDialogue(Conversations.asking(messages, exchange.text()));
  }

  private static List<Step> steps(YamlNode node) {
    List<Step> steps = new ArrayList<>();
    for (YamlNode item : node.list()) {
      YamlMap map = item.map();
      Optional<String> say = map.optional("say").map(YamlNode::string);
      byte[] raw = map.required("raw").string().getBytes(StandardCharsets.ISO_8859_1);
      List<String> replies = map.required("reply").list().stream().map(YamlNode::string).toList();
      steps.add(
          new Step(
              map.required("client").integer(0, MAX_CLIENTS),
              map.required("server").string(),
              say.orElse(null),
              Bytes.of(raw),
              replies,
              Duration.ofNanos(map.required("delay").durationNanos()),
              then(map.required("then"))));
    }
    return steps;
  }

  private static Step.Then then(YamlNode node) {
    for (Step.Then then : Step.Then.values()) {
      if (then.word().equals(node.string())) {
        return then;
      }
    }
    throw node.error("`" + node.string() + "` is not a way to go on.");
  }

  private static PeerSettings.Manner manner(YamlNode node) {
    for (PeerSettings.Manner manner : PeerSettings.Manner.values()) {
      if (manner.word().equals(node.string())) {
        return manner;
      }
    }
    throw node.error("`" + node.string() + "` is not a manner of sending.");
  }

  private static PeerSettings.Holding holding(YamlMap map) {
    if (map.optional("holds-each-try").map(YamlNode::bool).orElse(false)) {
      return PeerSettings.Holding.EACH_TRY;
    }
    return map.optional("holds-first-reply").map(YamlNode::bool).orElse(false)
        ? PeerSettings.Holding.FIRST_REPLY
        : PeerSettings.Holding.NONE;
  }

  private static PeerSettings peer(YamlMap map) {
    return new PeerSettings(
        map.required("wildcard").bool(),
        map.required("mirror").bool(),
        map.required("stray-before-connect").string(),
        map.optional("elsewhere").map(YamlNode::bool).orElse(false),
        holding(map),
        manner(map.required("manner")));
  }
}
