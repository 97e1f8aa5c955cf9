package sockproof.harness.bench.peer;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sockproof.harness.bench.load.Workload.Setup;
import sockproof.harness.process.SubjectProcess;

/** socat, which makes a process for each connection. */
public final class SocatPeer implements Peer {
  @Override
  public String name() {
    return "socat";
  }

  @Override
  public Optional<String> missing() {
    return Programs.missing("socat", "socat");
  }

  @Override
  public boolean supports(Setup setup) {
    return setup == Setup.TCP;
  }

  @Override
  public RunningPeer start(Setup setup, int upstreamPort, PeerLauncher launcher)
      throws IOException, InterruptedException {
    int port = PeerLauncher.freePort();
    String program = Programs.find("socat").orElseThrow().toString();
    SubjectProcess process =
        launcher.start(
            List.of(
                program,
                "TCP4-LISTEN:" + port + ",bind=127.0.0.1,reuseaddr,fork,backlog=1024,nodelay",
                "TCP4:127.0.0.1:" + upstreamPort + ",nodelay"),
            launcher.newDirectory());
    PeerLauncher.awaitListening(name(), process, port);
    return new RunningPeer(port, process);
  }
}
