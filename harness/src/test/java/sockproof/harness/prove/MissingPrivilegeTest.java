package sockproof.harness.prove;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sockproof.harness.exchange.Exchanges;
import sockproof.harness.report.Styles;
import sockproof.harness.run.CaseRunner;
import sockproof.harness.scenario.Scenario;
import sockproof.harness.scenario.ScenarioFile;
import sockproof.harness.subject.Workspace;
import sockproof.proxy.plan.Capability;

/** A scenario whose faults take CAP_NET_RAW, on a machine where that is not to be had. */
class MissingPrivilegeTest {
  private static final String YAML =
      """
      title: A reply in IP fragments
      requirement: {level: MUST, text: 'IP joins fragments.', source: RFC 791}
      network: udp
      under-test: client
      dialogue:
        - say: a message of some length
      faults:
        - fragment: {to: client, mtu: 28}
      expect: {outcome: replies-intact}
      finds: [no-fragments]
      """;
  private static final String WHY =
      "it needs a raw socket to send IP fragments, which takes CAP_NET_RAW; run as root or give"
          + " this process that capability";

  @Test
  void theScenarioIsReadAndSaysWhatIsMissing(@TempDir Path directory) throws IOException {
    Scenario scenario = scenario(directory);
    assertEquals(Optional.of(WHY), scenario.missing(Set.of()));
    assertEquals(Optional.of(WHY), scenario.missing(EnumSet.of(Capability.FOREIGN_SOURCE)));
    assertEquals(Optional.empty(), scenario.missing(EnumSet.of(Capability.IP_FRAGMENTS)));
  }

  @Test
  void theProofNamesWhatItLeavesOut(@TempDir Path directory)
      throws IOException, InterruptedException {
    KillMatrix without = matrix(directory, Set.of());
    assertEquals(List.of(), without.gaps());
    assertTrue(printed(without).contains("not proved here: no-fragments, since " + WHY));
  }

  @Test
  void withThePrivilegeTheFindingIsDemanded(@TempDir Path directory)
      throws IOException, InterruptedException {
    KillMatrix with = matrix(directory, EnumSet.allOf(Capability.class));
    assertEquals(
        List.of("example says that it finds no-fragments, but passes with every mutant of it"),
        with.gaps());
  }

  private static KillMatrix matrix(Path directory, Set<Capability> capabilities)
      throws IOException, InterruptedException {
    try (Workspace workspace = Workspace.open()) {
      return KillMatrix.make(
          List.of(scenario(directory)),
          capabilities,
          false,
          List.of(),
          new CaseRunner(new Exchanges(workspace), false),
          1,
          (done, total, what) -> {});
    }
  }

  private static String printed(KillMatrix matrix) {
    StringWriter text = new StringWriter();
    matrix.print(new PrintWriter(text), new Styles(false));
    return text.toString();
  }

  private static Scenario scenario(Path directory) throws IOException {
    Path file = directory.resolve("example.yaml");
    Files.writeString(file, YAML);
    return ScenarioFile.read(file, "example").cases(1).getFirst();
  }
}
