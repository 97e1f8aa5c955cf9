package sockproof.harness.check.transparent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.Role;
import sockproof.harness.process.RunningSubject;
import sockproof.harness.subject.Subject;
import sockproof.harness.subject.Subject.Start;
import sockproof.harness.subject.SubjectLauncher;
import sockproof.harness.subject.Target;
import sockproof.harness.subject.Workspace;
import sockproof.proxy.kernel.SocketTable;
import sockproof.proxy.plan.Endpoint;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;

/** A server of Debian on a free port of loopback; it ends with the test, or with its JVM. */
final class RealServer implements AutoCloseable {
  private static final Duration STARTUP = Duration.ofSeconds(20);

  private final Workspace workspace;
  private final RunningSubject running;
  private final Endpoint endpoint;

  private RealServer(Workspace workspace, RunningSubject running, Endpoint endpoint) {
    this.workspace = workspace;
    this.running = running;
    this.endpoint = endpoint;
  }

  /** Skips the test, visibly, where a program is not installed. */
  static void requirePrograms(String... programs) {
    Start.Command needed = new Start.Command(List.of("sh"), List.of(), List.of(programs));
    String missing =
        SubjectLauncher.missing(subject(Network.parse("tcp", 4), needed, Path.of("/"))).orElse("");
    assumeTrue(missing.isEmpty(), missing);
  }

  /**
   * Starts a server and waits until it listens.
   *
   * @param command with {@code {port}} where its port belongs
   * @param directory its working directory
   */
  static RealServer start(Network network, Path directory, String... command) throws IOException {
    boolean stream = network.isStream();
    int port = freePort();
    Endpoint endpoint =
        stream ? new Endpoint.Tcp("127.0.0.1", port) : new Endpoint.Udp("127.0.0.1", port);
    Workspace workspace = Workspace.open();
    Start.Command start = new Start.Command(List.of(command), List.of(), List.of());
    Target target =
        new Target(List.of(endpoint), network, new Framing.Eof(), TextRules.UTF_8, List.of());
    RunningSubject running =
        new SubjectLauncher(workspace).launch(subject(network, start, directory), target);
    RealServer server = new RealServer(workspace, running, endpoint);
    running.endInput();
    boolean ready = false;
    try {
      await()
          .atMost(STARTUP)
          .failFast(() -> assertEquals(Optional.empty(), running.ending(), running.stderr()))
          .until(() -> stream ? SocketTable.isTcpListening(port) : SocketTable.isUdpBound(port));
      ready = true;
      return server;
    } finally {
      if (!ready) {
        server.close();
      }
    }
  }

  private static Subject subject(Network network, Start start, Path directory) {
    return new Subject(
        "real-server",
        "a server of Debian",
        Role.SERVER,
        Set.of(network),
        Set.of(),
        Set.of(TextRules.UTF_8),
        Set.of(),
        start,
        directory,
        Map.of());
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  /** Where it listens. */
  Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    running.close();
    workspace.close();
  }
}
