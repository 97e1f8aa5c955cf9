package sockproof.harness.scenario;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.PeerSettings;
import sockproof.harness.exchange.Role;
import sockproof.harness.exchange.Step;
import sockproof.harness.exchange.Texts;
import sockproof.harness.finding.FindingCatalogue;
import sockproof.harness.subject.Subject;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.plan.Capability;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.plan.PlannedFault;
import sockproof.proxy.plan.YamlMap;
import sockproof.proxy.plan.YamlNode;
import sockproof.reference.message.Framing;
import sockproof.reference.message.MessageException;
import sockproof.reference.message.TextRules;

/** Reads one case from a scenario's text in which the varied values are already put in. */
final class ScenarioReader {
  private static final int MAX_TIMES = 10_000;
  private static final int MAX_SAY_BYTES = 16 << 20;
  private static final Duration DEFAULT_WITHIN = Duration.ofSeconds(5);

  private final String id;
  private final Path file;
  private final String variation;
  private final long seed;

  ScenarioReader(String id, Path file, Map<String, String> values, long seed) {
    this.id = id;
    this.file = file;
    this.variation =
        values.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(","));
    this.seed = seed;
  }

  Scenario read(YamlNode root) {
    YamlMap map = root.map();
    String title = map.required("title").string();
    Requirement requirement = requirement(map.required("requirement"));
    Network network = network(map);
    Role underTest = word(map.required("under-test"), Role.values(), Role::word);
    Framing framing =
        map.optional("framing").map(ScenarioReader::framing).orElse(new Framing.Line());
    TextRules text =
        map.optional("charset")
            .map(node -> word(node, TextRules.values(), TextRules::word))
            .orElse(TextRules.ASCII);
    boolean chat = map.has("lines");
    List<Step> dialogue =
        chat
            ? lines(map.required("lines"))
            : dialogue(map.required("dialogue"), network, framing, text);
    PeerSettings peer = map.optional("peer").map(ScenarioReader::peer).orElse(PeerSettings.PLAIN);
    Optional<YamlNode> faults = map.optional("faults");
    Plan plan = faults.map(node -> plan(node, network, framing)).orElse(Plan.empty());
    Scenario.Expect expect = expect(map.required("expect"));
    List<String> finds =
        map.optional("finds")
            .map(node -> node.listOrOne().stream().map(ScenarioReader::finding).toList())
            .orElse(List.of());
    Set<String> needs = new HashSet<>(strings(map.optional("needs")));
    if (chat) {
      needs.add(Subject.CHAT);
    }
    Set<String> tags = new HashSet<>(strings(map.optional("tags")));
    map.optional("vary");
    map.optional("limit");
    map.noOtherKeys();
    Exchange exchange =
        new Exchange(
            underTest,
            network,
            framing,
            text,
            dialogue,
            plan,
            peer,
            expect.outcome() == Outcome.IDLE,
            expect.within(),
            seed);
    return new Scenario(
        variation.isEmpty() ? id : id + "[" + variation + "]",
        file,
        variation,
        title,
        requirement,
        exchange,
        plan.faults().stream().map(PlannedFault::toString).toList(),
        expect,
        needs,
        finds,
        tags);
  }

  private static Requirement requirement(YamlNode node) {
    YamlMap map = node.map();
    Requirement.Level level =
        word(map.required("level"), Requirement.Level.values(), Requirement.Level::name);
    String text = map.required("text").string();
    String source = map.required("source").string();
    map.noOtherKeys();
    return new Requirement(level, text, source);
  }

  private static Network network(YamlMap map) {
    YamlNode node = map.required("network");
    int ip = map.optional("ip").map(value -> value.integer(4, 6)).orElse(4);
    try {
      return Network.parse(node.string(), ip);
    } catch (IllegalArgumentException e) {
      throw node.error(e.getMessage() + ".");
    }
  }

  private static Framing framing(YamlNode node) {
    String word = node.isMap() ? "fixed:" + fixedSize(node.map()) : node.string();
    try {
      return Framing.parse(word);
    } catch (IllegalArgumentException e) {
      throw node.error(e.getMessage() + ".");
    }
  }

  private static int fixedSize(YamlMap map) {
    int size = map.required("fixed").integer(1, MAX_SAY_BYTES);
    map.noOtherKeys();
    return size;
  }

  private static List<Step> dialogue(
      YamlNode node, Network network, Framing framing, TextRules text) {
    List<Step> steps = new ArrayList<>();
    for (YamlNode item : node.list()) {
      YamlMap map = item.map();
      int times = map.optional("times").map(value -> value.integer(1, MAX_TIMES)).orElse(1);
      Step step =
          map.optional("collect").map(YamlNode::bool).orElse(false)
              ? collecting(map, steps, text)
              : step(map, network, framing, text);
      map.noOtherKeys();
      for (int i = 0; i < times; i++) {
        steps.add(step);
      }
    }
    if (steps.isEmpty()) {
      throw node.error("a dialogue needs at least one step.");
    }
    return steps;
  }

  /** The lines of a chat: who says what, in turn. */
  private static List<Step> lines(YamlNode node) {
    List<Step> steps = new ArrayList<>();
    for (YamlNode item : node.list()) {
      YamlMap map = item.map();
      int person = map.required("client").integer(1, 16);
      String say = map.required("say").string();
      map.noOtherKeys();
      steps.add(
          new Step(person, "a", say, Bytes.empty(), List.of(), Duration.ZERO, Step.Then.NOTHING));
    }
    return steps;
  }

  /** A step that reads the replies to everything that its client said and has no reply to yet. */
  private static Step collecting(YamlMap map, List<Step> before, TextRules text) {
    int client = map.optional("client").map(value -> value.integer(1, 64)).orElse(1);
    List<String> replies =
        before.stream()
            .filter(step -> step.client() == client && step.say() != null)
            .filter(step -> step.replies().isEmpty())
            .map(step -> text.uppercase(Objects.requireNonNull(step.say())))
            .toList();
    return new Step(client, "a", null, Bytes.empty(), replies, Duration.ZERO, Step.Then.NOTHING);
  }

  private static Step step(YamlMap map, Network network, Framing framing, TextRules text) {
    int client = map.optional("client").map(value -> value.integer(1, 64)).orElse(1);
    String server = map.optional("server").map(YamlNode::string).orElse("a");
    Optional<String> say = map.optional("say").map(node -> say(node, network, framing, text));
    Bytes raw = map.optional("raw").map(ScenarioReader::raw).orElse(Bytes.empty());
    List<String> replies =
        map.optional("reply")
            .map(node -> strings(Optional.of(node)))
            .orElseGet(() -> say.map(text::uppercase).map(List::of).orElse(List.of()));
    Step.Then then =
        map.optional("then")
            .map(node -> word(node, Step.Then.values(), Step.Then::word))
            .orElse(Step.Then.NOTHING);
    if (say.isEmpty() && raw.isEmpty() && replies.isEmpty() && then == Step.Then.NOTHING) {
      throw map.node().error("a step needs `say`, `raw`, `reply` or `then`.");
    }
    Duration delay = map.optional("delay").map(node -> delay(node, network)).orElse(Duration.ZERO);
    return new Step(client, server, say.orElse(null), raw, replies, delay, then);
  }

  private static Duration delay(YamlNode node, Network network) {
    if (network.isStream()) {
      throw node.error("a reply can be delayed on datagrams only; on streams use `latency`.");
    }
    return Duration.ofNanos(node.durationNanos());
  }

  private static String say(YamlNode node, Network network, Framing framing, TextRules text) {
    if (!node.isMap()) {
      String message = node.string();
      try {
        byte[] bytes = text.encode(message);
        if (network.isStream()) {
          framing.encode(bytes);
        }
      } catch (MessageException e) {
        throw node.error(e.getMessage() + ".");
      }
      return message;
    }
    YamlMap map = node.map();
    YamlNode size = map.required("bytes");
    map.noOtherKeys();
    try {
      return Texts.positionCodedOnWire(size.integer(0, MAX_SAY_BYTES), framing, network.isStream());
    } catch (IllegalArgumentException e) {
      throw size.error(e.getMessage() + ".");
    }
  }

  /** The characters of the text are bytes: {@code \xff} is one byte. */
  private static Bytes raw(YamlNode node) {
    String characters = node.string();
    if (characters.chars().anyMatch(character -> character > 0xff)) {
      throw node.error("raw bytes are written as characters up to \\xff.");
    }
    return Bytes.of(characters.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static PeerSettings peer(YamlNode node) {
    YamlMap map = node.map();
    boolean wildcard = map.optional("wildcard").map(YamlNode::bool).orElse(false);
    boolean mirror = map.optional("mirror").map(YamlNode::bool).orElse(false);
    String stray = map.optional("stray-before-connect").map(YamlNode::string).orElse("");
    map.noOtherKeys();
    return new PeerSettings(wildcard, mirror, stray);
  }

  private static Plan plan(YamlNode node, Network network, Framing framing) {
    // What this machine has not is no error of the file: such cases are skipped.
    return PlanReader.read(
        node,
        network.medium(),
        sockproof.proxy.core.Framing.parse(framing.word()),
        EnumSet.allOf(Capability.class));
  }

  private static Scenario.Expect expect(YamlNode node) {
    YamlMap map = node.map();
    Outcome outcome = word(map.required("outcome"), Outcome.values(), Outcome::word);
    Duration within =
        map.optional("within")
            .map(value -> Duration.ofNanos(value.durationNanos()))
            .orElse(DEFAULT_WITHIN);
    map.noOtherKeys();
    return new Scenario.Expect(outcome, within);
  }

  private static String finding(YamlNode node) {
    if (FindingCatalogue.all().stream().noneMatch(known -> known.id().equals(node.string()))) {
      throw node.error(
          "there is no finding `" + node.string() + "`; `sockproof list --findings` shows all.");
    }
    return node.string();
  }

  private static List<String> strings(Optional<YamlNode> node) {
    return node.map(list -> list.listOrOne().stream().map(YamlNode::string).toList())
        .orElse(List.of());
  }

  private static <T> T word(YamlNode node, T[] values, Function<T, String> name) {
    String wanted = node.string();
    for (T value : values) {
      if (name.apply(value).equals(wanted)) {
        return value;
      }
    }
    String known = Arrays.stream(values).map(name).collect(Collectors.joining(", "));
    throw node.error("`" + wanted + "` is not one of " + known + ".");
  }
}
