package sockproof.harness.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sockproof.harness.bench.load.Workload.Setup;
import sockproof.harness.process.SubjectProcess;

/** nginx with its stream module. */
public final class NginxPeer implements Peer {
  private static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");

  @Override
  public String name() {
    return "nginx";
  }

  @Override
  public Optional<String> missing() {
    if (Programs.find("nginx").isPresent() && Files.exists(MODULE)) {
      return Optional.empty();
    }
    return Optional.of("not found; Debian's packages are nginx-light and libnginx-mod-stream");
  }

  @Override
  public boolean supports(Setup setup) {
    return setup != Setup.DELAYED_TCP;
  }

  @Override
  public RunningPeer start(Setup setup, int upstreamPort, PeerLauncher launcher)
      throws IOException, InterruptedException {
    int port = PeerLauncher.freePort();
    Path directory = launcher.newDirectory();
    String udp = setup == Setup.UDP ? " udp" : "";
    PeerLauncher.write(
        directory,
        "nginx.conf",
        """
        load_module %s;
        daemon off;
        worker_processes auto;
        pid nginx.pid;
        error_log stderr;
        events { worker_connections 8000; }
        stream {
          server {
            listen 127.0.0.1:%d%s;
            proxy_pass 127.0.0.1:%d;
            proxy_timeout 1h;
            tcp_nodelay on;
          }
        }
        """
            .formatted(MODULE, port, udp, upstreamPort));
    String program = Programs.find("nginx").orElseThrow().toString();
    SubjectProcess process =
        launcher.start(List.of(program, "-p", directory + "/", "-c", "nginx.conf"), directory);
    if (setup == Setup.UDP) {
      PeerLauncher.await(name(), process, () -> Files.exists(directory.resolve("nginx.pid")));
    } else {
      PeerLauncher.awaitListening(name(), process, port);
    }
    return new RunningPeer(port, process);
  }
}
