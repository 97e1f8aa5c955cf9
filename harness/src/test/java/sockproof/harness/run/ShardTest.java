package sockproof.harness.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sockproof.harness.run.Shard.CaseKey;
import sockproof.harness.scenario.ScenarioCatalog;
import sockproof.harness.scenario.ScenarioFile;
import sockproof.harness.subject.Subject;
import sockproof.harness.subject.SubjectReader;

/** The parts of a run: nothing twice, nothing missing, and about as long as each other. */
class ShardTest {
  @TempDir private Path folder;
  private final List<CaseRun> cases = new ArrayList<>();

  @BeforeEach
  void makeCases() throws IOException {
    Path scenario = Files.createDirectories(folder.resolve("suites")).resolve("s.yaml");
    Files.writeString(
        scenario,
        """
        title: A reply comes
        requirement: {level: MUST, text: It comes., source: this test}
        network: tcp
        under-test: client
        dialogue:
          - say: hello
        vary: {number: {from: 1, to: 37}}
        expect: {outcome: replies-intact, within: 5s}
        finds: [single-recv]
        """);
    Path file = folder.resolve("subject.yaml");
    Files.writeString(
        file, "title: A client\nrole: client\nnetwork: tcp\nframing: line\ncommand: ['true']\n");
    Subject subject = SubjectReader.read(file, "subject");
    for (ScenarioFile one : ScenarioCatalog.read(scenario)) {
      one.cases(1).forEach(made -> cases.add(new CaseRun(made, subject)));
    }
    assertEquals(37, cases.size());
  }

  /** The longest takes as long as many of the others. */
  private Map<CaseKey, Long> durations() {
    Map<CaseKey, Long> millis = new HashMap<>();
    for (int i = 0; i < cases.size(); i++) {
      millis.put(CaseKey.of(cases.get(i)), i == 0 ? 3000L : 100L + 10L * i);
    }
    return millis;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 7, 40})
  void thePartsTogetherAreTheWhole(int count) {
    Map<CaseKey, Long> millis = durations();
    for (int i = 0; i < cases.size(); i += 5) {
      millis.remove(CaseKey.of(cases.get(i)));
    }
    List<CaseRun> together = new ArrayList<>();
    for (int index = 1; index <= count; index++) {
      List<CaseRun> part = new Shard(index, count).of(cases, millis);
      assertEquals(part, part.stream().sorted(Comparator.comparingInt(cases::indexOf)).toList());
      together.addAll(part);
    }
    together.sort(Comparator.comparingInt(cases::indexOf));
    assertEquals(cases, together);
  }

  @Test
  void durationsMakeThemEquallyLong() {
    Map<CaseKey, Long> millis = durations();
    List<Long> lengths = new ArrayList<>();
    for (int index = 1; index <= 3; index++) {
      lengths.add(
          new Shard(index, 3)
              .of(cases, millis).stream()
                  .mapToLong(run -> millis.getOrDefault(CaseKey.of(run), 0L))
                  .sum());
    }
    long longest = lengths.stream().max(Long::compare).orElseThrow();
    long shortest = lengths.stream().min(Long::compare).orElseThrow();
    assertTrue(longest - shortest < 500, lengths.toString());
  }

  @Test
  void withoutDurationsTheyHaveAsManyCases() {
    for (int index = 1; index <= 4; index++) {
      int size = new Shard(index, 4).of(cases, Map.of()).size();
      assertTrue(size == 9 || size == 10, size + " cases");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "0/2", "3/2", "1/0", "-1/2", "1/2/3", "a/b", "1/99999"})
  void anythingElseIsRefused(String text) {
    String why =
        "" + assertThrows(IllegalArgumentException.class, () -> Shard.parse(text)).getMessage();
    assertTrue(why.contains("I/N"), why);
  }
}
