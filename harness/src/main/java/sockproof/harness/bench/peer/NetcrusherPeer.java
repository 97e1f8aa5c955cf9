package sockproof.harness.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sockproof.harness.bench.load.DelayAccuracy;
import sockproof.harness.bench.load.Workload.Setup;
import sockproof.harness.process.SubjectProcess;

/** NetCrusher, whose jars are no part of this program. */
public final class NetcrusherPeer implements Peer {
  private final Path home;

  /**
   * The peer.
   *
   * @param home the project's folder, which has a small program for it and, once fetched, its jars
   */
  public NetcrusherPeer(Path home) {
    this.home = home;
  }

  @Override
  public String name() {
    return "netcrusher";
  }

  private Path jars() {
    return home.resolve("harness/target/bench/lib");
  }

  private Path program() {
    return home.resolve("harness/src/bench/NetcrusherRelay.java");
  }

  @Override
  public Optional<String> missing() {
    return Files.isDirectory(jars()) && Files.exists(program())
        ? Optional.empty()
        : Optional.of("not found; fetch it with `mvn -f harness/src/bench/pom.xml package`");
  }

  @Override
  public boolean supports(Setup setup) {
    return true;
  }

  @Override
  public RunningPeer start(Setup setup, int upstreamPort, PeerLauncher launcher)
      throws IOException, InterruptedException {
    int port = PeerLauncher.freePort();
    int delayMillis = setup == Setup.DELAYED_TCP ? DelayAccuracy.DELAY_MILLIS : 0;
    SubjectProcess process =
        launcher.start(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                jars() + "/*",
                program().toString(),
                setup == Setup.UDP ? "udp" : "tcp",
                Integer.toString(port),
                Integer.toString(upstreamPort),
                Integer.toString(delayMillis)),
            launcher.newDirectory());
    PeerLauncher.await(name(), process, () -> process.stdout().contains("ready"));
    return new RunningPeer(port, process);
  }
}
