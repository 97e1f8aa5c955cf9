package sockproof.harness.bench.peer;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sockproof.harness.bench.load.DelayAccuracy;
import sockproof.harness.bench.load.Workload.Setup;
import sockproof.harness.process.SubjectProcess;

/** {@code sockproof proxy}, on the JVM and with the JVM's options of this process. */
public final class SockproofPeer implements Peer {
  /** Its name. */
  public static final String NAME = "sockproof";

  private static final String MAIN_CLASS = "sockproof.harness.cli.Main";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> missing() {
    return Optional.empty();
  }

  @Override
  public boolean supports(Setup setup) {
    return true;
  }

  @Override
  public RunningPeer start(Setup setup, int upstreamPort, PeerLauncher launcher)
      throws IOException, InterruptedException {
    String scheme = setup == Setup.UDP ? "udp" : "tcp";
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> !argument.startsWith("-javaagent"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN_CLASS, "proxy"));
    command.addAll(List.of("--listen", scheme + "://127.0.0.1:0"));
    command.addAll(List.of("--upstream", scheme + "://127.0.0.1:" + upstreamPort));
    if (setup == Setup.DELAYED_TCP) {
      String delay = "latency: {to: server, delay: " + DelayAccuracy.DELAY_MILLIS + "ms}";
      command.addAll(List.of("--fault", delay));
    }
    SubjectProcess process = launcher.start(command, launcher.newDirectory());
    PeerLauncher.await(NAME, process, () -> process.stdout().contains("\n"));
    String address = process.stdout().lines().findFirst().orElseThrow();
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    return new RunningPeer(port, process);
  }
}
