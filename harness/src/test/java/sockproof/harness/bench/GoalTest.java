package sockproof.harness.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sockproof.harness.bench.load.DatagramEchoes;
import sockproof.harness.bench.load.TcpRequests;
import sockproof.harness.bench.load.Workload;
import sockproof.harness.bench.peer.SockproofPeer;

final class GoalTest {
  private static final Goal REQUESTS =
      new Goal("tcp-requests-64", 1.15, List.of("haproxy", "nginx"));
  private final BenchResult result = new BenchResult();

  private void add(Workload workload, String who, double... figures) {
    for (double figure : figures) {
      result.add(workload, who, figure);
    }
  }

  @Test
  void theBestOfTheRivalsCounts() {
    Workload requests = new TcpRequests(64);
    add(requests, SockproofPeer.NAME, 120, 120, 120);
    add(requests, "haproxy", 50, 50, 50);
    add(requests, "nginx", 100, 100, 100);
    Goal.Standing standing = REQUESTS.standing(result).orElseThrow();
    assertEquals(
        "tcp-requests-64: 1.20 × nginx, to reach 1.15 ×: reached",
        standing.words(),
        "nginx is the faster one");
  }

  @Test
  void lessIsBetterWhereTimeIsMeasured() {
    Workload echo = new DatagramEchoes(1, 64);
    add(echo, SockproofPeer.NAME, 40);
    add(echo, "nginx", 30);
    Goal.Standing standing =
        new Goal(echo.name(), 1, List.of("nginx")).standing(result).orElseThrow();
    assertEquals(0.75, standing.ratio(), 1e-9);
    assertFalse(standing.isReached());
  }

  @Test
  void aSlowRoundOfTheWholeMachineChangesNoRatio() {
    Workload requests = new TcpRequests(64);
    add(requests, SockproofPeer.NAME, 200, 20, 200);
    add(requests, "nginx", 100, 10, 100);
    assertEquals(Optional.of(2.0), result.ratio(requests, SockproofPeer.NAME, "nginx"));
    BenchResult.Spread spread = result.spread(requests, "nginx").orElseThrow();
    assertEquals(new BenchResult.Spread(100, 10, 100), spread);
  }

  @Test
  void withoutRivalsNothingIsSaid() {
    add(new TcpRequests(64), SockproofPeer.NAME, 200);
    assertTrue(REQUESTS.standing(result).isEmpty());
  }

  @Test
  void everyGoalIsAboutAWorkloadThatThereIs() {
    List<String> names =
        sockproof.harness.bench.load.Workloads.all().stream().map(Workload::name).toList();
    for (Goal goal : Goal.GOALS) {
      assertTrue(names.contains(goal.workload()), goal.workload());
    }
  }
}
