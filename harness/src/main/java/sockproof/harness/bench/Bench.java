package sockproof.harness.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import sockproof.harness.bench.load.DatagramEchoServer;
import sockproof.harness.bench.load.EchoServer;
import sockproof.harness.bench.load.Workload;
import sockproof.harness.bench.load.Workload.Setup;
import sockproof.harness.bench.peer.Peer;
import sockproof.harness.bench.peer.PeerLauncher;
import sockproof.harness.bench.peer.RunningPeer;

/**
 * Measures workload by workload. Within one, all relays are up at the same time and take turns,
 * each round in another order, so that what else the machine does meets all of them alike.
 */
public final class Bench {
  /** A virtual machine compiles what is hot in the first seconds under load. */
  private static final int WARM_UP_FACTOR = 4;

  private final List<Peer> peers;
  private final PeerLauncher launcher;
  private final int rounds;
  private final Duration duration;
  private final Consumer<String> progress;

  /**
   * A measurement.
   *
   * @param peers the relays
   * @param rounds how often each is measured; one longer round before warms up
   * @param duration how long each is under load in a round
   * @param progress told what is being measured
   */
  public Bench(
      List<Peer> peers,
      PeerLauncher launcher,
      int rounds,
      Duration duration,
      Consumer<String> progress) {
    this.peers = peers;
    this.launcher = launcher;
    this.rounds = rounds;
    this.duration = duration;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @throws IOException where the load itself cannot be put on
   */
  public BenchResult run(List<Workload> workloads) throws IOException, InterruptedException {
    BenchResult result = new BenchResult();
    try (EchoServer streams = new EchoServer();
        DatagramEchoServer datagrams = new DatagramEchoServer()) {
      for (Workload workload : workloads) {
        int server = workload.setup() == Setup.UDP ? datagrams.port() : streams.port();
        measure(workload, server, result);
      }
    }
    return result;
  }

  private void measure(Workload workload, int serverPort, BenchResult result)
      throws IOException, InterruptedException {
    Map<String, RunningPeer> running = new HashMap<>();
    try {
      List<String> turns = new ArrayList<>();
      if (workload.setup() != Setup.DELAYED_TCP) {
        turns.add(BenchResult.DIRECT);
      }
      for (Peer peer : peers) {
        if (peer.missing().isPresent()) {
          result.note(peer.name(), peer.missing().get());
        } else if (peer.supports(workload.setup())) {
          running.put(peer.name(), peer.start(workload.setup(), serverPort, launcher));
          turns.add(peer.name());
        }
      }
      for (int round = 0; round <= rounds; round++) {
        for (String who : List.copyOf(turns)) {
          progress.accept(
              "%s: %s, %s"
                  .formatted(
                      workload.name(), who, round == 0 ? "warming up" : round + "/" + rounds));
          RunningPeer peer = running.get(who);
          int port = peer == null ? serverPort : peer.port();
          turn(workload, who, port, round, result, turns);
        }
        Collections.rotate(turns, 1);
      }
    } finally {
      running.values().forEach(RunningPeer::close);
    }
  }

  /** A relay that fails under a workload is left out of it from then on, with the reason. */
  private void turn(
      Workload workload, String who, int port, int round, BenchResult result, List<String> turns) {
    try {
      int factor = round == 0 ? WARM_UP_FACTOR : 1;
      double figure = workload.measure(port, duration.multipliedBy(factor));
      if (round > 0) {
        result.add(workload, who, figure);
      }
    } catch (IOException | UncheckedIOException e) {
      Throwable cause =
          e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
      result.note(who + " under " + workload.name(), String.valueOf(cause.getMessage()));
      turns.remove(who);
    }
  }
}
