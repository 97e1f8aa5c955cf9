package sockproof.harness.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sockproof.harness.bench.load.Workload.Setup;
import sockproof.harness.process.SubjectProcess;

/** HAProxy in its TCP mode. */
public final class HaproxyPeer implements Peer {
  @Override
  public String name() {
    return "haproxy";
  }

  @Override
  public Optional<String> missing() {
    return Programs.missing("haproxy", "haproxy");
  }

  @Override
  public boolean supports(Setup setup) {
    return setup == Setup.TCP;
  }

  @Override
  public RunningPeer start(Setup setup, int upstreamPort, PeerLauncher launcher)
      throws IOException, InterruptedException {
    int port = PeerLauncher.freePort();
    Path directory = launcher.newDirectory();
    Path config =
        PeerLauncher.write(
            directory,
            "haproxy.cfg",
            """
            global
              maxconn 4000
            defaults
              mode tcp
              timeout connect 10s
              timeout client 1h
              timeout server 1h
            listen relay
              bind 127.0.0.1:%d
              server upstream 127.0.0.1:%d
            """
                .formatted(port, upstreamPort));
    String program = Programs.find("haproxy").orElseThrow().toString();
    SubjectProcess process =
        launcher.start(List.of(program, "-db", "-f", config.toString()), directory);
    PeerLauncher.awaitListening(name(), process, port);
    return new RunningPeer(port, process);
  }
}
