package sockproof.harness.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sockproof.harness.bench.Bench;
import sockproof.harness.bench.BenchJson;
import sockproof.harness.bench.BenchResult;
import sockproof.harness.bench.BenchTable;
import sockproof.harness.bench.FileLimit;
import sockproof.harness.bench.IdleConnections;
import sockproof.harness.bench.load.Workload;
import sockproof.harness.bench.load.Workloads;
import sockproof.harness.bench.peer.Peer;
import sockproof.harness.bench.peer.PeerLauncher;
import sockproof.harness.bench.peer.Peers;
import sockproof.harness.bench.peer.SockproofPeer;
import sockproof.harness.report.ProgressBar;
import sockproof.harness.report.Styles;
import sockproof.harness.subject.Workspace;

/** {@code sockproof bench}: what the relay costs, beside the peers that are found. */
@Command(
    name = "bench",
    description = {
      "Measures what the relay costs on this machine, side by side with haproxy, nginx, socat and "
          + "netcrusher, as far as they are found.",
      "All take turns within one run; the table has medians, ratios to no relay, and the spread."
    },
    footer = {
      "",
      "Example:",
      "  sockproof bench --workload tcp-requests-64 --workload udp-echo-64-64 --json bench.json"
    })
final class BenchCommand implements Callable<Integer> {
  private static final String IDLE = "idle";
  private static final int IDLE_CONNECTIONS = 10_000;
  private static final int SPARE_DESCRIPTORS = 500;
  private static final Duration IDLE_WATCH = Duration.ofSeconds(5);

  @Spec private CommandSpec spec;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      description = "Measure only this; may be repeated (default: all). `idle` is one, too.")
  private List<String> wanted = new ArrayList<>();

  @Option(
      names = "--peer",
      paramLabel = "NAME",
      description = "Measure only this peer beside the relay; may be repeated (default: all).")
  private List<String> wantedPeers = new ArrayList<>();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each is measured (default: ${DEFAULT-VALUE}).")
  private int rounds = 7;

  @Option(
      names = "--duration",
      paramLabel = "DUR",
      converter = DurationConverter.class,
      description = "How long each is under load in a round (default: 700ms).")
  private Duration duration = Duration.ofMillis(700);

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write all figures to this file, too.")
  private @Nullable Path json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before anything reads them
  BenchCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    Console console = Console.of(spec);
    List<Workload> workloads = workloads();
    List<Peer> peers = peers();
    if (rounds < 1) {
      throw new UsageException("--rounds: at least 1 is needed.");
    }
    BenchTable table = new BenchTable(console.out(), new Styles(console.color()));
    ProgressBar bar =
        new ProgressBar(
            console.err(), Terminals.isTerminal() && !console.quiet(), steps(workloads, peers));
    int[] done = {0};
    try (Workspace workspace = Workspace.open()) {
      PeerLauncher launcher = new PeerLauncher(workspace);
      BenchResult result = new BenchResult();
      if (!workloads.isEmpty()) {
        result =
            new Bench(peers, launcher, rounds, duration, text -> bar.show(done[0]++, text))
                .run(workloads);
        bar.clear();
        table.print(result);
      }
      Map<String, IdleConnections.Usage> idle = new LinkedHashMap<>();
      if (isWanted(IDLE)) {
        int connections = idleConnections(console);
        IdleConnections measurement =
            new IdleConnections(launcher, IDLE_WATCH, text -> bar.show(done[0], text));
        idle.put(SockproofPeer.NAME, measurement.measure(peers.getFirst(), connections));
        bar.clear();
        idle.forEach(table::print);
      }
      if (json != null) {
        BenchJson.write(json, Version.number(), result, idle);
      }
      return ExitStatus.OK;
    } catch (IOException e) {
      bar.clear();
      throw new UsageException("the measurement cannot go on: " + e.getMessage());
    }
  }

  private boolean isWanted(String name) {
    return wanted.isEmpty() || wanted.contains(name);
  }

  private List<Workload> workloads() {
    List<String> names = new ArrayList<>(Workloads.all().stream().map(Workload::name).toList());
    names.add(IDLE);
    for (String name : wanted) {
      if (!names.contains(name)) {
        throw new UsageException(
            "--workload: `" + name + "` is not known; there are " + String.join(", ", names) + ".");
      }
    }
    return Workloads.all().stream().filter(workload -> isWanted(workload.name())).toList();
  }

  private List<Peer> peers() {
    List<Peer> all = Peers.all(Home.find());
    for (String name : wantedPeers) {
      if (all.stream().noneMatch(peer -> peer.name().equals(name))) {
        throw new UsageException(
            "--peer: `"
                + name
                + "` is not known; there are "
                + all.stream().map(Peer::name).collect(Collectors.joining(", "))
                + ".");
      }
    }
    return all.stream()
        .filter(
            peer ->
                wantedPeers.isEmpty()
                    || wantedPeers.contains(peer.name())
                    || peer.name().equals(SockproofPeer.NAME))
        .toList();
  }

  private int steps(List<Workload> workloads, List<Peer> peers) {
    int turns = 0;
    for (Workload workload : workloads) {
      long relays =
          peers.stream()
              .filter(peer -> peer.missing().isEmpty() && peer.supports(workload.setup()))
              .count();
      turns += (int) relays + (workload.setup() == Workload.Setup.DELAYED_TCP ? 0 : 1);
    }
    return turns * (rounds + 1);
  }

  /** As many as the limits of this process let it have both ends of. */
  private static int idleConnections(Console console) {
    long limit = FileLimit.raise(2L * IDLE_CONNECTIONS + SPARE_DESCRIPTORS);
    int possible = (int) Math.min(IDLE_CONNECTIONS, (limit - SPARE_DESCRIPTORS) / 2);
    if (possible < IDLE_CONNECTIONS) {
      console.note(
          "%,d idle connections instead of %,d: the limit of open files is %,d (ulimit -n)"
              .formatted(possible, IDLE_CONNECTIONS, limit));
    }
    return possible;
  }
}
