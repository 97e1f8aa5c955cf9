package sockproof.harness.check.transparent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sockproof.harness.check.CheckSubject;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.PeerSettings;
import sockproof.harness.exchange.RealPeers.Other;
import sockproof.harness.exchange.Role;
import sockproof.harness.exchange.Step;
import sockproof.harness.subject.Subject;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlannedFault;
import sockproof.proxy.plan.YamlMap;
import sockproof.proxy.plan.YamlNode;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A failing case of two real programs as a file.
 *
 * @param partners the programs, and the case's exchange with its faults
 * @param finding the finding that the case shows
 * @param signature the class of behaviour that was seen
 */
public record PartnersFile(Partners partners, String finding, String signature) {
  /** The word of this mode, in files and on the command line. */
  public static final String PROTOCOL = "transparent";

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** The text of a case. */
  public static String write(Subject subject, Other other, String finding, Trial trial) {
    Exchange exchange = trial.exchange();
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("schema", 1);
    root.put("protocol", PROTOCOL);
    root.put("finding", finding);
    root.put("role", exchange.underTest().word());
    root.put("network", exchange.network().medium().word());
    root.put("ip", exchange.network().ip());
    root.put("timeout", exchange.deadline().toMillis() + "ms");
    root.put("seed", exchange.seed());
    root.put("command", subject.start().arguments());
    subject.image().ifPresent(image -> root.put("image", image));
    root.put("directory", subject.directory().toString());
    switch (other) {
      case Other.Upstream(Endpoint endpoint) -> root.put("upstream", endpoint.toString());
      case Other.Driver(Subject client) -> root.put("driver", client.start().arguments());
    }
    root.put("messages", exchange.messages());
    root.put(
        "silent-clients", exchange.dialogue().stream().filter(step -> step.client() > 1).count());
    root.put("watch-cpu", exchange.watchCpu());
    root.put("faults", exchange.plan().faults().stream().map(PlannedFault::toData).toList());
    root.put("observed", trial.outcome().toData());
    return MAPPER.writeValueAsString(root) + "\n";
  }

  /** True for a file of this mode. */
  public static boolean isOne(YamlNode root) {
    return root.map()
        .optional("protocol")
        .map(YamlNode::string)
        .filter(PROTOCOL::equals)
        .isPresent();
  }

  /**
   * Reads a case.
   *
   * @throws sockproof.proxy.plan.PlanException with file, line and column, for what is not a case
   */
  public static PartnersFile read(YamlNode root) {
    YamlMap map = root.map();
    YamlNode schema = map.required("schema");
    if (schema.integer(1, Integer.MAX_VALUE) != 1) {
      throw schema.error("this case was written by a newer Sockproof; use that one.");
    }
    Role role = map.required("role").string().equals("client") ? Role.CLIENT : Role.SERVER;
    Network network =
        Network.parse(map.required("network").string(), map.required("ip").integer(4, 6));
    Path directory = Path.of(map.required("directory").string());
    Subject program = subject(role, network, words(map.required("command")), directory);
    Subject subject =
        map.optional("image").map(YamlNode::string).map(program::inImage).orElse(program);
    Other other =
        map.optional("upstream")
            .<Other>map(node -> new Other.Upstream(Endpoint.parse(node.string())))
            .orElseGet(
                () ->
                    new Other.Driver(
                        subject(Role.CLIENT, network, words(map.required("driver")), directory)));
    Exchange exchange =
        exchange(
            role,
            network,
            words(map.required("messages")),
            map.required("silent-clients").integer(0, 1),
            Duration.ofNanos(map.required("timeout").durationNanos()),
            map.required("seed").longInteger(Long.MIN_VALUE, Long.MAX_VALUE));
    if (map.required("watch-cpu").bool()) {
      exchange = exchange.watchingCpu();
    }
    Plan plan = BlindPlans.read(map.required("faults"), exchange);
    return new PartnersFile(
        new Partners(subject, other, exchange.withPlan(plan)),
        map.required("finding").string(),
        map.required("observed").map().required("signature").string());
  }

  private static List<String> words(YamlNode node) {
    return node.list().stream().map(YamlNode::string).toList();
  }

  /** A program of this mode; what it says is nobody's business. */
  public static Subject subject(Role role, Network network, List<String> command, Path directory) {
    return CheckSubject.of(role, network, new Framing.Eof(), TextRules.UTF_8, command, directory);
  }

  /**
   * An exchange of this mode, without faults.
   *
   * @param messages what is written to a client under test
   * @param silentClients how many connections to a server under test say nothing
   */
  public static Exchange exchange(
      Role role,
      Network network,
      List<String> messages,
      int silentClients,
      Duration deadline,
      long seed) {
    List<Step> steps = new ArrayList<>();
    messages.forEach(message -> steps.add(step(1, Optional.of(message))));
    for (int i = 0; i < silentClients; i++) {
      steps.add(step(2, Optional.empty()));
    }
    return new Exchange(
        role,
        network,
        new Framing.Eof(),
        TextRules.UTF_8,
        steps,
        Plan.empty(),
        PeerSettings.PLAIN,
        false,
        deadline,
        seed);
  }

  private static Step step(int client, Optional<String> say) {
    return new Step(
        client, "a", say.orElse(null), Bytes.empty(), List.of(), Duration.ZERO, Step.Then.NOTHING);
  }
}
