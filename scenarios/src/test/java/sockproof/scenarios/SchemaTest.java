package sockproof.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

/**
 * The published schemas hold for every shipped file, agree with the program, and refuse mistakes.
 */
class SchemaTest {
  private static final Path ROOT = ProjectFiles.root();
  private static final Path FOLDER = ROOT.resolve("docs/schema");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static Schema schema(String name) throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(FOLDER.resolve(name)), InputFormat.JSON);
  }

  private static List<String> errors(String schema, String yaml) throws IOException {
    Object data = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return schema(schema).validate(JSON.writeValueAsString(data), InputFormat.JSON).stream()
        .map(Object::toString)
        .toList();
  }

  private static List<Path> yamlFiles(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  static List<Path> scenarios() throws IOException {
    return yamlFiles("scenarios/suites");
  }

  static List<Path> subjects() throws IOException {
    return yamlFiles("scenarios/subjects");
  }

  @Test
  void areTheOnesThatTheProgramMakes() throws IOException {
    assertEquals(
        SchemaFiles.scenario(),
        Files.readString(FOLDER.resolve("scenario.schema.json")),
        "run SchemaFiles to write the schemas anew");
    assertEquals(SchemaFiles.subject(), Files.readString(FOLDER.resolve("subject.schema.json")));
    assertEquals(SchemaFiles.proxies(), Files.readString(FOLDER.resolve("proxies.schema.json")));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void holdForEveryScenario(Path file) throws IOException {
    assertEquals(List.of(), errors("scenario.schema.json", Files.readString(file)));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void holdForEverySubject(Path file) throws IOException {
    assertEquals(List.of(), errors("subject.schema.json", Files.readString(file)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "title: |unknown: 1\ntitle: ",
        "under-test: |under-test: nobody #",
        "outcome: |outcome: happiness #",
        "level: |level: MAYBE #",
        "- fragment: |- no-such-fault: ",
        "to: client|too: client",
        "network: |network: carrier-pigeon #",
      })
  void refuseMistakes(String change) throws IOException {
    String right =
        Files.readString(ROOT.resolve("scenarios/suites/stream/recvall/split-anywhere.yaml"));
    String[] fromTo = change.split("\\|", 2);
    assertTrue(right.contains(fromTo[0]), change);
    String wrong = right.replace(fromTo[0], fromTo[1]);
    assertEquals(List.of(), errors("scenario.schema.json", right));
    assertFalse(errors("scenario.schema.json", wrong).isEmpty(), wrong);
  }
}
