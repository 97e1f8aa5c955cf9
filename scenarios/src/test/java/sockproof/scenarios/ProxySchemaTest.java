package sockproof.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import sockproof.proxy.control.ProxyReader;
import sockproof.proxy.plan.PlanException;
import sockproof.proxy.plan.YamlNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema of config files and the program agree on what is right and what is wrong. */
class ProxySchemaTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static boolean schemaTakes(String yaml) throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                Files.readString(ProjectFiles.root().resolve("docs/schema/proxies.schema.json")),
                InputFormat.JSON);
    Object data = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return schema.validate(JSON.writeValueAsString(data), InputFormat.JSON).isEmpty();
  }

  private static boolean programTakes(String yaml) {
    try {
      new ProxyReader(OptionalLong.empty(), 1).config(YamlNode.parse(yaml, "test"));
      return true;
    } catch (PlanException e) {
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          true  | tcp://127.0.0.1:0 | tcp://h:1   | enabled: true
          true  | tcp://[::1]:8000  | unix:/x     | 'framing: line, seed: 5, faults: [{fragment: {every: 1}}]'
          true  | udp://[::1]:0     | udp://h:1   | 'session-idle: 5s, faults: [drop, {pad: {to: 9}}]'
          true  | unix:/x           | tcp://h:1   | 'faults: {stall: {for: 1s}}'
          true  | unix-datagram:/x  | unix-datagram:/y | 'enabled: false'
          false | tcp://127.0.0.1:0 | udp://h:1   | enabled: true
          false | udp://127.0.0.1:0 | unix-datagram:/x | enabled: true
          false | tcp://127.0.0.1   | tcp://h:1   | enabled: true
          false | tcp://127.0.0.1:0 | tcp://h:1   | enabled: maybe
          false | tcp://127.0.0.1:0 | tcp://h:1   | 'faults: [{drop: {nth: 2}}]'
          false | udp://127.0.0.1:0 | udp://h:1   | 'faults: [{reset: {after: 1s}}]'
          false | tcp://127.0.0.1:0 | tcp://h:1   | 'faults: [{latency: {delai: 1s}}]'
          false | tcp://127.0.0.1:0 | tcp://h:1   | 'session-idle: 5s'
          false | udp://127.0.0.1:0 | udp://h:1   | 'framing: line'
          false | tcp://127.0.0.1:0 | tcp://h:1   | 'seed: x'
          false | tcp://127.0.0.1:0 | tcp://h:1   | 'colour: red'
          """)
  void agreeOnOneProxy(boolean right, String listen, String upstream, String more)
      throws IOException {
    String yaml =
        "proxies: [{name: a, listen: '%s', upstream: '%s', %s}]".formatted(listen, upstream, more);
    assertEquals(right, programTakes(yaml), "the program");
    assertEquals(right, schemaTakes(yaml), "the schema");
  }
}
