package sockproof.harness.debug;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import sockproof.harness.check.CheckSubject;
import sockproof.harness.check.Conversations;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.PeerSettings;
import sockproof.harness.exchange.Role;
import sockproof.harness.subject.Workspace;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.hold.DatagramView;
import sockproof.proxy.core.hold.StreamView;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;

/** A session with a program, as the tests need it. */
final class Debugged implements AutoCloseable {
  static final Path PROGRAMS =
      Path.of(System.getProperty("basedir", "")).resolveSibling("scenarios/programs/readme");

  /** Sends each line of its input as a datagram, then prints as many replies as it sent. */
  static final String DATAGRAM_CLIENT =
      """
      import socket, sys
      sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      lines = sys.stdin.read().splitlines()
      for line in lines:
          sock.sendto(line.encode(), (sys.argv[1], int(sys.argv[2])))
      for line in lines:
          print(sock.recv(2048).decode())
      """;

  /** Takes what one recv() gives for one request, and answers it with a line. */
  private static final String NAIVE_SERVER =
      """
      import socket, sys
      with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as listener:
          while True:
              connection, _ = listener.accept()
              with connection:
                  while request := connection.recv(4096):
                      connection.sendall(request.strip().upper() + b"\\n")
      """;

  private final Workspace workspace = Workspace.open();
  final DebugSession session;

  private Debugged(DebugTarget target, List<Direction> passing) {
    session = new DebugSession(target, workspace, passing);
  }

  /** A client in Python. */
  static Debugged client(Network network, List<String> messages, String... command) {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/python3")), "python3 is not installed: no client");
    return new Debugged(program(Role.CLIENT, network, messages, List.of(command)), List.of());
  }

  /** A server in Python that takes each piece for a request. */
  static Debugged naiveServer() {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/python3")), "python3 is not installed: no server");
    return new Debugged(
        program(
            Role.SERVER,
            new Network(sockproof.proxy.core.Medium.TCP, 4),
            List.of("hello, world"),
            List.of("python3", "-c", NAIVE_SERVER, "{port}")),
        List.of());
  }

  /** Whoever connects to one address, in front of another. */
  static Debugged relay(Endpoint listen, Endpoint upstream, sockproof.proxy.core.Framing framing) {
    return new Debugged(new DebugTarget.Addresses(listen, upstream, framing), List.of());
  }

  /** The naive line client of the README. */
  static Debugged naiveClient() {
    return client(
        new Network(sockproof.proxy.core.Medium.TCP, 4),
        List.of("hello, world"),
        "python3",
        PROGRAMS.resolve("client_naive.py").toAbsolutePath().normalize().toString(),
        "{host}",
        "{port}");
  }

  static DebugTarget.Program program(
      Role role, Network network, List<String> messages, List<String> command) {
    Exchange exchange =
        new Exchange(
            role,
            network,
            new Framing.Line(),
            TextRules.ASCII,
            Conversations.asking(messages, TextRules.ASCII),
            Plan.empty(),
            PeerSettings.PLAIN,
            false,
            Duration.ofSeconds(5),
            1);
    return new DebugTarget.Program(
        CheckSubject.of(
            role,
            network,
            exchange.framing(),
            exchange.text(),
            command,
            Path.of("").toAbsolutePath()),
        exchange);
  }

  String waiting(Direction direction) {
    HeldState state = session.life().connections().get(1);
    return state != null && state.connection().view(direction) instanceof StreamView view
        ? new String(view.waiting().toArray(), java.nio.charset.StandardCharsets.UTF_8)
        : "";
  }

  List<DatagramView.Held> datagrams(Direction direction) {
    HeldState state = session.life().connections().get(1);
    return state != null && state.connection().view(direction) instanceof DatagramView view
        ? view.waiting()
        : List.of();
  }

  String stdout() {
    return session.life().subject().map(subject -> subject.stdout()).orElse("");
  }

  static void until(BooleanSupplier condition) {
    await().atMost(Duration.ofSeconds(30)).until(condition::getAsBoolean);
  }

  @Override
  public void close() throws IOException {
    session.close();
    workspace.close();
  }
}
