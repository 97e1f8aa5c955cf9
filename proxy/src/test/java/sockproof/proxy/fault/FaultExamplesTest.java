package sockproof.proxy.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sockproof.proxy.FaultExamples;
import sockproof.proxy.FaultExamples.Example;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Capability;
import sockproof.proxy.plan.CommonKeys;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Key;
import sockproof.proxy.plan.PlanException;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.plan.YamlMap;
import sockproof.proxy.plan.YamlNode;

/**
 * The examples leave out no key, word or condition, and no key but those that there are is taken.
 */
class FaultExamplesTest {
  static Stream<FaultType> types() {
    return FaultRegistry.all().stream();
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyKeyOfAFaultHasAnExample(FaultType type) {
    Set<String> shown = new TreeSet<>();
    faultsOf(type).forEach(keys -> shown.addAll(keys.keys()));
    for (Key<?> key : type.keys()) {
      assertTrue(shown.contains(key.name()), () -> type.name() + ": " + key.name());
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyWordOfAKeyHasAnExample(FaultType type) {
    for (Key<?> key : type.keys()) {
      if (key.schema().get("enum") instanceof List<?> words) {
        Set<String> shown = new TreeSet<>();
        for (YamlMap keys : faultsOf(type)) {
          keys.optional(key.name()).ifPresent(value -> shown.add(value.string()));
        }
        assertEquals(new TreeSet<>(words), shown, () -> type.name() + ": " + key.name());
      }
    }
  }

  @Test
  void everyCommonKeyAndConditionHasAnExampleOnBothKindsOfSockets() {
    for (boolean stream : new boolean[] {true, false}) {
      Set<String> keys = new TreeSet<>();
      Set<String> conditions = new TreeSet<>();
      for (FaultType type : FaultRegistry.all()) {
        for (YamlMap map : stream == isStream(type) ? faultsOf(type) : List.<YamlMap>of()) {
          keys.addAll(map.keys());
          map.optional("when").ifPresent(when -> conditions.addAll(when.map().keys()));
        }
      }
      for (Key<?> key : CommonKeys.ALL) {
        assertTrue(keys.contains(key.name()), key.name());
      }
      Map<?, ?> known = (Map<?, ?>) CommonKeys.WHEN.schema().get("properties");
      Set<Object> wanted = new TreeSet<>(Objects.requireNonNull(known).keySet());
      if (!stream) {
        wanted.remove("bytes");
      }
      assertEquals(wanted, conditions);
    }
  }

  /** On every medium that a fault is for, and as the last of several keys. */
  @ParameterizedTest
  @MethodSource("types")
  void anyOtherKeyIsRefusedWithItsPlace(FaultType type) {
    for (Medium medium : type.media()) {
      for (String text : List.of("{otherwise: 1}", "{name: mine, probability: 1, otherwise: 1}")) {
        String yaml = type.name() + ": " + text;
        PlanException refusal =
            assertThrows(
                PlanException.class,
                () -> PlanReader.parse(yaml, "plan.yaml", medium, new Framing.Line()));
        String place = "plan.yaml:1:" + (yaml.indexOf("otherwise") + 1);
        assertTrue(
            String.valueOf(refusal.getMessage())
                .startsWith(place + ": the key `otherwise` is not known"),
            refusal::toString);
      }
    }
  }

  private static boolean isStream(FaultType type) {
    return type.media().contains(Medium.TCP);
  }

  /** The keys with which a type stands in the examples. */
  private static List<YamlMap> faultsOf(FaultType type) {
    List<YamlMap> found = new ArrayList<>();
    List<Example> examples = new ArrayList<>();
    if (type.media().contains(Medium.TCP)) {
      examples.addAll(FaultExamples.stream());
    }
    if (type.media().contains(Medium.UDP)) {
      examples.addAll(FaultExamples.datagram());
    }
    for (Example example : examples) {
      for (YamlNode fault : YamlNode.parse(example.faults(), "example").listOrOne()) {
        if (!fault.isScalar() && fault.map().has(type.name())) {
          found.add(fault.map().required(type.name()).map());
        }
      }
    }
    return found;
  }

  /** So that the examples cannot be wrong without anybody seeing it. */
  @Test
  void everyExampleCanBeReadForSomeMedium() {
    for (Example example : FaultExamples.all().toList()) {
      boolean read =
          EnumSet.allOf(Medium.class).stream().anyMatch(medium -> isRead(example, medium));
      assertTrue(read, example::toString);
    }
  }

  private static boolean isRead(Example example, Medium medium) {
    try {
      PlanReader.read(
          YamlNode.parse(example.faults(), "example"),
          medium,
          Framing.parse(example.framing()),
          EnumSet.allOf(Capability.class));
      return true;
    } catch (PlanException e) {
      return false;
    }
  }
}
