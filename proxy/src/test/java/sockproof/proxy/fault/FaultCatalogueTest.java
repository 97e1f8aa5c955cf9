package sockproof.proxy.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Capability;
import sockproof.proxy.plan.CommonKeys;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Key;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanException;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.plan.YamlNode;
import tools.jackson.databind.json.JsonMapper;

class FaultCatalogueTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Stream<FaultType> types() {
    return FaultRegistry.all().stream();
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyEntryIsComplete(FaultType type) {
    assertTrue(type.name().matches("[a-z]+(-[a-z]+)*"), type.name());
    assertSentence(type.effect());
    for (Key<?> key : type.keys()) {
      assertTrue(key.name().matches("[a-z]+(-[a-z]+)*"), key.name());
      assertFalse(key.form().isEmpty(), key.name());
      assertSentence(key.effect());
      assertFalse(CommonKeys.ALL.contains(key), key.name());
    }
  }

  @Test
  void theVocabularyIsComplete() {
    assertEquals(
        "fragment coalesce latency bandwidth stall limit reset half-close slow-close slow-open"
            + " backpressure corrupt insert script drop duplicate reorder truncate pad empty spoof"
            + " unreachable blackhole",
        String.join(" ", FaultRegistry.names()));
  }

  @Test
  void noTwoTypesOfOneNameShareAMedium() {
    for (String name : FaultRegistry.names()) {
      List<Medium> media =
          FaultRegistry.named(name).stream().flatMap(type -> type.media().stream()).toList();
      assertEquals(Set.copyOf(media).size(), media.size(), name);
    }
  }

  /** What the schema takes, the reader takes, and the other way round. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'fragment': {'to': 'client', 'at': [1, -2], 'pace': '5ms'}}]",
        "[{'fragment': {'every': 3, 'pace': 'none', 'probability': 0.5, 'name': 'x'}}]",
        "[{'fragment': {'random': {'min': 1, 'max': 2}}}]",
        "[{'fragment': {'random': {'min': 1}}}]",
        "[{'fragment': {'before': {'hex': 'ff00'}}}]",
        "[{'fragment': {'before': {'hex': 'ff0'}}}]",
        "[{'fragment': {'every': 1, 'at': 2}}]",
        "[{'fragment': {'every': 0}}]",
        "[{'fragment': {'every': 1, 'pace': 'slow'}}]",
        "[{'fragment': {}}]",
        "[{'stall': null}, 'stall', {'stall': {'for': 'forever', 'after': '1KiB'}}]",
        "{'limit': {'bytes': 3, 'then': 'fin'}}",
        "{'limit': {'bytes': 3, 'then': 'end'}}",
        "'limit'",
        "{'reset': {'after': '2s'}}",
        "{'reset': {'after': 12}}",
        "{'reset': {'after': 'soon'}}",
        "{'slow-open': {'delay': '1s', 'when': {'connection': 2}}}",
        "{'slow-open': {'delay': '1s', 'to': 'client'}}",
        "{'backpressure': {'read': 'never'}}",
        "{'backpressure': {}}",
        "{'insert': {'bytes': ''}}",
        "{'script': {'steps': [{'pass': 1, 'once': 13}, {'add': 'x', 'joined': true}]}}",
        "{'script': {'steps': [{'drop': 2}, {'flow': 3}, {'end': 'reset'}]}}",
        "{'script': {'steps': [{'pass': 1, 'drop': 2}]}}",
        "{'script': {'steps': [{'pass': 0}]}}",
        "{'script': {'steps': []}}",
        "{'script': {}}",
        "{'latency': {'delay': '1s', 'when': {'nth': [1, 2], 'bytes': {'from': 1}, 'every': 2}}}",
        "{'latency': {'delay': '1s', 'when': {'nth': 0}}}",
        "{'latency': {'delay': '1s', 'probability': 1.5}}",
        "{'latency': {'delay': '1s', 'dealy': '2s'}}",
        "{'latency': {'delay': '1 s'}}",
        "{'stall': {}, 'limit': {'bytes': 1}}",
        "{'nothing': {}}",
      })
  void schemaAndReaderAgreeOnStreams(String quoted) {
    String json = quoted.replace('\'', '"');
    Set<Medium> streams = EnumSet.of(Medium.TCP);
    assertEquals(reads(json, Medium.TCP), fits(FaultCatalogue.schema(streams, false), json), json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'drop': {'nth': [1, 2]}}, 'drop', {'drop': null}]",
        "{'drop': {'nth': 1, 'burst': {'enter': 0.5, 'leave': 0.5}}}",
        "{'drop': {'burst': {'enter': 0.5}}}",
        "{'truncate': {'to': 5}}",
        "{'truncate': {'size': '1KiB', 'to': 'client'}}",
        "{'truncate': {}}",
        "{'spoof': {'from': 'both', 'payload': 'mirror'}}",
        "{'spoof': {'payload': 'mirror'}}",
        "{'fragment': {'mtu': 100, 'lose': [1], 'overlap': true}}",
        "{'fragment': {'every': 1}}",
        "{'script': {'steps': [{'pass': 2, 'once': 3}, {'drop': 1}, {'end': 'hold'}]}}",
        "{'script': {'steps': [{'add': '', 'from': 'other-host'}, {'add': {'hex': '00'}}]}}",
        "{'script': {'steps': [{'add': 'x', 'from': 'nowhere'}]}}",
        "{'script': {'steps': [{'flow': 1}]}}",
        "{'reorder': {'by': 1}}",
        "'reorder'",
        "{'stall': {}}",
      })
  void schemaAndReaderAgreeOnDatagrams(String quoted) {
    String json = quoted.replace('\'', '"');
    Set<Medium> datagrams = EnumSet.of(Medium.UDP);
    assertEquals(
        reads(json, Medium.UDP), fits(FaultCatalogue.schema(datagrams, false), json), json);
  }

  @Test
  void variablesMayStandForValuesInScenarios() {
    String json =
        """
        [{"fragment": {"at": ["$cut"], "pace": "$pace"}}, {"limit": {"bytes": "$n"}},
         {"fragment": {"random": {"min": "$a", "max": 5}}}, {"stall": {"when": {"nth": "$i"}}}]
        """;
    Set<Medium> all = EnumSet.allOf(Medium.class);
    assertTrue(fits(FaultCatalogue.schema(all, true), json));
    assertFalse(fits(FaultCatalogue.schema(all, false), json));
    assertFalse(fits(FaultCatalogue.schema(all, true), "{\"limit\": {\"bytes\": \"many\"}}"));
  }

  private static boolean fits(Map<String, Object> schema, String json) {
    Schema compiled =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(JSON.writeValueAsString(schema));
    return compiled.validate(json, InputFormat.JSON).isEmpty();
  }

  private static boolean reads(String json, Medium medium) {
    try {
      Plan plan =
          PlanReader.read(
              YamlNode.parse(json, "test"),
              medium,
              new Framing.Line(),
              EnumSet.allOf(Capability.class));
      String written =
          plan.toData().stream().map(JSON::writeValueAsString).collect(Collectors.joining(", "));
      assertEquals(
          plan,
          PlanReader.read(
              YamlNode.parse("[" + written + "]", "test"),
              medium,
              new Framing.Line(),
              EnumSet.allOf(Capability.class)));
      return true;
    } catch (PlanException e) {
      return false;
    }
  }

  private static void assertSentence(String text) {
    assertTrue(text.matches("[a-z].*[^.]"), text);
  }
}
