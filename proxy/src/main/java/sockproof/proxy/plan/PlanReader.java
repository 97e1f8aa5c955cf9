package sockproof.proxy.plan;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.fault.FaultRegistry;

/**
 * Turns fault lists into plans. Everything that can be wrong is found here, before anything starts,
 * and thrown as a {@link PlanException} that names the place and the remedy.
 */
public final class PlanReader {
  private final Medium medium;
  private final Framing framing;
  private final Set<Capability> capabilities;

  private PlanReader(Medium medium, Framing framing, Set<Capability> capabilities) {
    this.medium = medium;
    this.framing = framing;
    this.capabilities = capabilities;
  }

  /** Reads a fault list for an edge with ordinary sockets only. */
  public static Plan read(YamlNode list, Medium medium, Framing framing) {
    return read(list, medium, framing, EnumSet.noneOf(Capability.class));
  }

  /**
   * Reads a fault list.
   *
   * @param list a list of faults, or one fault
   * @param capabilities what the edge and the machine offer beyond ordinary sockets
   */
  public static Plan read(
      YamlNode list, Medium medium, Framing framing, Set<Capability> capabilities) {
    PlanReader reader = new PlanReader(medium, framing, capabilities);
    List<PlannedFault> faults = new ArrayList<>();
    for (YamlNode fault : list.isNull() ? List.<YamlNode>of() : list.listOrOne()) {
      faults.add(reader.fault(fault));
    }
    return new Plan(faults);
  }

  /** Reads a fault list from text, for an edge with ordinary sockets only. */
  public static Plan parse(String yamlText, String sourceName, Medium medium, Framing framing) {
    return read(YamlNode.parse(yamlText, sourceName), medium, framing);
  }

  private PlannedFault fault(YamlNode node) {
    if (node.isScalar()) {
      return fault(node.string(), node, node.nothingHere());
    }
    YamlMap map = node.map();
    if (map.keys().size() != 1) {
      throw node.error(
          "a fault is one name with its keys, as in `drop: {nth: 2}`; here are "
              + (map.keys().isEmpty() ? "none" : Words.choices(map.keys()))
              + ".");
    }
    String name = map.keys().getFirst();
    return fault(name, map.keyNode(name), map.required(name));
  }

  private PlannedFault fault(String name, YamlNode nameNode, YamlNode value) {
    FaultType type = typeOf(name, nameNode);
    YamlMap map = value.map();
    map.noKeysBut(knownKeys(type));
    Settings settings = settings(type, map);
    checkGroups(type, map, nameNode);
    Receiver to = receiver(type, map);
    When when = common(CommonKeys.WHEN, map);
    double probability = common(CommonKeys.PROBABILITY, map);
    String label = common(CommonKeys.NAME, map);
    if (map.has("when")) {
      CommonKeys.check(when, map.required("when").map(), type, medium, framing);
    }
    PlannedFault fault = new PlannedFault(type.create(settings), to, when, probability, label);
    check(fault, map, nameNode);
    return fault;
  }

  private FaultType typeOf(String name, YamlNode nameNode) {
    List<FaultType> named = FaultRegistry.named(name);
    int colon = name.indexOf(':');
    if (colon > 0) {
      throw nameNode.error(
          "YAML needs a blank behind the colon: `%s: …`.".formatted(name.substring(0, colon)));
    }
    if (named.isEmpty()) {
      throw nameNode.error(
          "the fault `" + name + "` is not known" + Words.suggest(name, FaultRegistry.names()));
    }
    Optional<FaultType> fitting =
        named.stream().filter(type -> type.media().contains(medium)).findFirst();
    return fitting.orElseThrow(() -> nameNode.error(named.getFirst().elsewhere(medium)));
  }

  private static List<String> knownKeys(FaultType type) {
    return Stream.concat(type.keys().stream(), CommonKeys.ALL.stream()).map(Key::name).toList();
  }

  private static Settings settings(FaultType type, YamlMap map) {
    Settings settings = Settings.none();
    for (Key<?> key : type.keys()) {
      settings = with(settings, key, map);
    }
    Optional<Key<Long>> sizeInTo = type.sizeInTo();
    if (sizeInTo.isPresent() && hasSizeInTo(map)) {
      Key<Long> key = sizeInTo.get();
      if (settings.has(key)) {
        throw map.error("to", "the size stands here and in `" + key.name() + "`; leave one out.");
      }
      settings = settings.with(key, key.read(map.required("to")));
    }
    for (Key<?> key : type.keys()) {
      if (key.isRequired() && !settings.has(key)) {
        throw map.node()
            .error("`" + type.name() + "` needs the key `" + key.name() + "`: " + key.form() + ".");
      }
    }
    return settings;
  }

  private static <T> Settings with(Settings settings, Key<T> key, YamlMap map) {
    return settings.with(key, map.optional(key.name()).map(key::read));
  }

  private static boolean hasSizeInTo(YamlMap map) {
    return map.optional("to").filter(to -> !to.isScalar() || digitFirst(to.string())).isPresent();
  }

  private static boolean digitFirst(String text) {
    return !text.isEmpty() && Character.isDigit(text.charAt(0));
  }

  private static Receiver receiver(FaultType type, YamlMap map) {
    Optional<YamlNode> to = map.optional("to");
    if (to.isEmpty() || (type.sizeInTo().isPresent() && hasSizeInTo(map))) {
      return type.defaultReceiver();
    }
    if (!type.isDirected()) {
      throw map.error(
          "to",
          "`"
              + type.name()
              + "` concerns the whole connection, not one direction; leave `to` out.");
    }
    return CommonKeys.TO.read(to.get());
  }

  private static <T> T common(Key<T> key, YamlMap map) {
    return map.optional(key.name()).map(key::read).or(key::fallback).orElseThrow();
  }

  private static void checkGroups(FaultType type, YamlMap map, YamlNode nameNode) {
    for (FaultType.Group group : type.groups()) {
      long given = group.keys().stream().filter(key -> map.has(key.name())).count();
      String wrong =
          switch (group.choice()) {
            case EXACTLY_ONE -> given == 1 ? "" : "takes exactly one of ";
            case AT_LEAST_ONE -> given >= 1 ? "" : "needs at least one of ";
            case AT_MOST_ONE -> given <= 1 ? "" : "takes at most one of ";
          };
      if (!wrong.isEmpty()) {
        throw nameNode.error("`" + type.name() + "` " + wrong + group.names() + ".");
      }
    }
  }

  private void check(PlannedFault fault, YamlMap map, YamlNode nameNode) {
    fault
        .spec()
        .objection(medium, framing)
        .ifPresent(
            objection -> {
              throw objection.key().isEmpty()
                  ? nameNode.error(objection.sentence())
                  : map.error(objection.key(), objection.sentence());
            });
    for (Capability need : fault.spec().needs()) {
      if (!capabilities.contains(need)) {
        throw nameNode.error(
            "`"
                + fault.spec().type().name()
                + "` as written here needs "
                + need.phrase()
                + Capability.REMEDY
                + ".");
      }
    }
    if (fault.spec().receiveBufferBytes().isPresent()
        && !(fault.when().equals(When.ALWAYS) && fault.probability() == 1)) {
      throw nameNode.error(
          "a receive buffer is set before any connection exists, so neither `when` nor"
              + " `probability` can choose; leave them out.");
    }
  }
}
