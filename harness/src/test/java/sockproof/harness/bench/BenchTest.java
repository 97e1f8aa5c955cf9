package sockproof.harness.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sockproof.harness.bench.load.TcpRequests;
import sockproof.harness.bench.load.Workload;
import sockproof.harness.bench.load.Workloads;
import sockproof.harness.bench.peer.NetcrusherPeer;
import sockproof.harness.bench.peer.PeerLauncher;
import sockproof.harness.bench.peer.SockproofPeer;
import sockproof.harness.subject.Workspace;

/** Short measurements against the real relay: what is measured here says nothing of its speed. */
final class BenchTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  private final Workspace workspace = Workspace.open();
  private final PeerLauncher launcher = new PeerLauncher(workspace);

  @AfterEach
  void close() {
    workspace.close();
  }

  static List<Workload> workloads() {
    return Workloads.all();
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void everyWorkloadGivesAFigureOfTheRelayForEachRound(Workload workload)
      throws IOException, InterruptedException {
    Bench bench = new Bench(List.of(new SockproofPeer()), launcher, 2, SHORT, text -> {});
    BenchResult result = bench.run(List.of(workload));
    assertEquals(java.util.Map.of(), result.notes(), "nothing was left out");
    assertTrue(result.measured(workload).contains(SockproofPeer.NAME));
    assertTrue(result.spread(workload, SockproofPeer.NAME).orElseThrow().least() > 0);
  }

  @Test
  void aPeerThatIsNotThereIsNamedWithTheRemedy() throws IOException, InterruptedException {
    NetcrusherPeer peer = new NetcrusherPeer(Path.of("/nowhere"));
    Workload workload = new TcpRequests(1);
    BenchResult result =
        new Bench(List.of(peer), launcher, 1, SHORT, text -> {}).run(List.of(workload));
    assertEquals(List.of(BenchResult.DIRECT), result.measured(workload));
    assertEquals(
        "not found; fetch it with `mvn -f harness/src/bench/pom.xml package`",
        result.notes().get("netcrusher"));
  }

  @Test
  void idleConnectionsAreCountedAndHalfClosed() throws IOException, InterruptedException {
    IdleConnections.Usage usage =
        new IdleConnections(launcher, Duration.ofMillis(200), text -> {})
            .measure(new SockproofPeer(), 50);
    assertEquals(50, usage.connections());
    assertTrue(usage.residentMiB() > 1);
    assertTrue(usage.halfClosedMiB() > 1);
  }
}
