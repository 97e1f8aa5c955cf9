package sockproof.harness.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sockproof.harness.scenario.Scenario;
import sockproof.harness.scenario.ScenarioFile;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.hold.StreamCommand;
import sockproof.proxy.plan.Endpoint;

/** A server under test, and two programs that Sockproof did not start; all on real sockets. */
class DebugTargetsTest {
  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // every test begins with a session
  private Debugged debugged;

  @AfterEach
  void close() throws Exception {
    debugged.close();
  }

  private void does(Direction direction, StreamCommand... commands) {
    for (StreamCommand command : commands) {
      debugged.session.apply(1, direction, command);
    }
  }

  private List<String> peerLines() {
    return debugged.session.life().stage().map(Stage::peerLines).orElse(List.of());
  }

  @Test
  void aServerThatTakesOnePieceForARequestAnswersThePiece() throws Exception {
    debugged = Debugged.naiveServer();
    debugged.session.begin();
    Debugged.until(() -> debugged.waiting(Direction.TO_SERVER).equals("hello, world\n"));
    assertEquals(List.of("said \"hello, world\""), peerLines());
    does(Direction.TO_SERVER, new StreamCommand.Cut(5), new StreamCommand.ReleasePiece());
    Debugged.until(() -> debugged.waiting(Direction.TO_CLIENT).equals("HELLO\n"));
    does(Direction.TO_CLIENT, new StreamCommand.ReleaseAll());
    Debugged.until(() -> peerLines().contains("got \"HELLO\""));

    debugged.session.startAgain();
    Debugged.until(() -> debugged.waiting(Direction.TO_SERVER).equals("hello, world\n"));
    does(Direction.TO_SERVER, new StreamCommand.ReleaseAll());
    Debugged.until(() -> debugged.waiting(Direction.TO_CLIENT).equals("HELLO, WORLD\n"));
  }

  @Test
  void whatWasDoneToAServerIsSavedForServers() throws Exception {
    debugged = Debugged.naiveServer();
    debugged.session.begin();
    Debugged.until(() -> debugged.waiting(Direction.TO_SERVER).equals("hello, world\n"));
    does(Direction.TO_SERVER, new StreamCommand.Cut(5), new StreamCommand.ReleaseAll());
    Debugged.until(() -> !debugged.waiting(Direction.TO_CLIENT).isEmpty());
    Path file = folder.resolve("server.yaml");
    debugged.session.save(new SessionSaver.Wish(file.toString(), false, false));
    Scenario scenario = ScenarioFile.read(file, "server").cases(1).getFirst();
    assertEquals("server", scenario.exchange().underTest().word());
    assertEquals(
        List.of("script: {to: server, steps: [{pass: 5, once: 13}, {pass: 8}]}"),
        scenario.faultsYaml());
    assertTrue(Files.readString(folder.resolve("server.subject")).contains("role: server"));
  }

  @Test
  void twoProgramsOfOthersAreHeldAndTheirDialogueIsSaved() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket server = new ServerSocket(0, 1, loopback)) {
      debugged =
          Debugged.relay(
              Endpoint.parse("tcp://127.0.0.1:0"),
              Endpoint.parse("tcp://127.0.0.1:" + server.getLocalPort()),
              new Framing.Line());
      debugged.session.begin();
      Endpoint.Tcp listen = (Endpoint.Tcp) debugged.session.listenEndpoint().orElseThrow();
      try (Socket client = new Socket()) {
        client.connect(new InetSocketAddress(loopback, listen.port()));
        try (Socket accepted = server.accept()) {
          client.getOutputStream().write("ping\n".getBytes(StandardCharsets.US_ASCII));
          Debugged.until(() -> debugged.waiting(Direction.TO_SERVER).equals("ping\n"));
          assertEquals(0, accepted.getInputStream().available());
          does(Direction.TO_SERVER, new StreamCommand.ReleaseAll());
          assertEquals("ping\n", read(accepted.getInputStream(), 5));
          accepted.getOutputStream().write("PONG\n".getBytes(StandardCharsets.US_ASCII));
          Debugged.until(() -> debugged.waiting(Direction.TO_CLIENT).equals("PONG\n"));
          does(Direction.TO_CLIENT, new StreamCommand.Cut(2), new StreamCommand.ReleaseAll());
          assertEquals("PO", read(client.getInputStream(), 4096));
          assertEquals("NG\n", read(client.getInputStream(), 4096));
        }
      }
    }
    Path file = folder.resolve("relayed.yaml");
    String line = debugged.session.save(new SessionSaver.Wish(file.toString(), false, false));
    assertTrue(line.endsWith(" --subject MY-CLIENT.yaml"), line);
    Scenario scenario = ScenarioFile.read(file, "relayed").cases(1).getFirst();
    assertEquals("ping", scenario.exchange().dialogue().getFirst().say());
    assertEquals(List.of("PONG"), scenario.exchange().dialogue().getFirst().replies());
    assertTrue(
        scenario
            .faultsYaml()
            .contains("script: {to: client, steps: [{pass: 2, once: 5}, {pass: 3}]}"),
        scenario::toString);
  }

  private static String read(InputStream from, int atMost) throws Exception {
    byte[] bytes = new byte[atMost];
    int count = from.read(bytes);
    return new String(bytes, 0, count, StandardCharsets.US_ASCII);
  }
}
