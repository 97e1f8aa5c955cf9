package sockproof.harness.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sockproof.harness.exchange.Exchanges;
import sockproof.harness.exchange.Network;
import sockproof.harness.run.CaseResult;
import sockproof.harness.run.CaseRun;
import sockproof.harness.run.CaseRunner;
import sockproof.harness.scenario.ScenarioFile;
import sockproof.harness.subject.Subject;
import sockproof.harness.subject.SubjectReader;
import sockproof.harness.subject.Workspace;
import sockproof.harness.trace.Trace;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.Medium;
import sockproof.proxy.core.hold.DatagramCommand;
import sockproof.proxy.core.hold.HoldCommand;
import sockproof.proxy.core.hold.StreamCommand;

/** What is saved, and that running it delivers the same again. */
class SavingTest {
  private static final Direction CLIENT = Direction.TO_CLIENT;
  private static final Direction SERVER = Direction.TO_SERVER;
  private static final Path SCHEMAS =
      Path.of(System.getProperty("basedir", "")).resolveSibling("docs/schema");

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // every test begins with a session
  private Debugged debugged;

  @AfterEach
  void close() throws Exception {
    debugged.close();
  }

  private void does(Direction direction, HoldCommand... commands) {
    for (HoldCommand command : commands) {
      debugged.session.apply(1, direction, command);
    }
  }

  private String save(boolean keepsBack) {
    return debugged.session.save(
        new SessionSaver.Wish(folder.resolve("saved.yaml").toString(), false, keepsBack));
  }

  private String refusal(String file, boolean replaces) {
    return String.valueOf(
        assertThrows(
                DebugException.class,
                () -> debugged.session.save(new SessionSaver.Wish(file, replaces, false)))
            .getMessage());
  }

  private void startNaive() throws Exception {
    debugged = Debugged.naiveClient();
    debugged.session.begin();
    Debugged.until(() -> debugged.waiting(SERVER).equals("hello, world\n"));
  }

  private void startDatagrams() throws Exception {
    debugged =
        Debugged.client(
            new Network(Medium.UDP, 4),
            List.of("one", "two", "three"),
            "python3",
            "-c",
            Debugged.DATAGRAM_CLIENT,
            "{host}",
            "{port}");
    debugged.session.begin();
    Debugged.until(() -> debugged.datagrams(SERVER).size() == 3);
  }

  /** What was delivered by hand, in the order of each direction. */
  private List<String> delivered(Direction direction) {
    String receiver = " to the " + Wire.receiver(direction);
    return debugged.session.life().log().lines().stream()
        .filter(line -> line.text().startsWith("delivered ") && line.text().contains(receiver))
        .map(line -> line.text().substring("delivered ".length(), line.text().indexOf(receiver)))
        .toList();
  }

  private static List<String> delivered(CaseResult result, Direction direction) {
    List<String> delivered = new ArrayList<>();
    for (Trace.Event event :
        result.observation().orElseThrow().trace().relays().getFirst().events()) {
      if (event.to().equals(Wire.receiver(direction))) {
        switch (event.kind()) {
          case "delivered", "forged" ->
              delivered.add(
                  Bytes.of(event.bytes().getBytes(StandardCharsets.ISO_8859_1)).toString());
          case "fin-delivered" -> delivered.add("FIN");
          case "reset-delivered" -> delivered.add("a reset");
          default -> {
            // Nothing reaches the receiver.
          }
        }
      }
    }
    return delivered;
  }

  /** Runs the file that was saved, with the subject that was saved or another program. */
  private CaseResult run(String... otherCommand) throws Exception {
    Path file = folder.resolve("saved.yaml");
    String text = Files.readString(file);
    assertEquals(
        List.of(),
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(SCHEMAS.resolve("scenario.schema.json")), InputFormat.JSON)
            .validate(text, InputFormat.YAML)
            .stream()
            .map(Object::toString)
            .toList(),
        text);
    Path subjectFile = folder.resolve("saved.subject");
    if (otherCommand.length > 0) {
      String saved = Files.readString(subjectFile);
      String command = "command: ['" + String.join("', '", otherCommand) + "']";
      Files.writeString(subjectFile, saved.replaceFirst("(?m)^command: .*$", command));
    }
    Subject subject = SubjectReader.read(subjectFile, "saved");
    try (Workspace workspace = Workspace.open()) {
      return new CaseRunner(new Exchanges(workspace), false)
          .run(new CaseRun(ScenarioFile.read(file, "saved").cases(1).getFirst(), subject));
    }
  }

  @Test
  void aCutReplyFailsTheNaiveClientAgainAndPassesWhenItIsMended() throws Exception {
    startNaive();
    does(SERVER, new StreamCommand.ReleaseAll());
    Debugged.until(() -> debugged.waiting(CLIENT).equals("HELLO, WORLD\n"));
    does(CLIENT, new StreamCommand.Cut(1), new StreamCommand.ReleasePiece());
    Debugged.until(() -> debugged.stdout().equals("H\n"));
    String line = save(false);
    assertTrue(line.startsWith("./sockproof run "), line);
    assertTrue(line.endsWith("saved.subject"), line);

    CaseResult naive = run();
    assertEquals(CaseResult.Status.FAILED, naive.status(), naive::toString);
    assertEquals("\"H\"", delivered(naive, CLIENT).getFirst());
    CaseResult mended =
        run(
            "python3",
            Debugged.PROGRAMS.resolve("client_fixed.py").toAbsolutePath().normalize().toString(),
            "{host}",
            "{port}");
    assertEquals(CaseResult.Status.PASSED, mended.status(), mended::toString);
    assertEquals("\"H\"", delivered(mended, CLIENT).getFirst());
    assertEquals("\"ELLO, WORLD\\n\"", delivered(mended, CLIENT).get(1));
  }

  @Test
  void allThatCanBeDoneToAStreamIsDeliveredAgain() throws Exception {
    startNaive();
    does(
        SERVER,
        new StreamCommand.Cut(5),
        new StreamCommand.ReleasePiece(),
        new StreamCommand.Forge(5, Bytes.utf8("!")),
        new StreamCommand.ReleaseAll());
    Debugged.until(() -> debugged.waiting(CLIENT).equals("HELLO!, WORLD\n"));
    does(
        CLIENT,
        new StreamCommand.Drop(1, 3),
        new StreamCommand.Duplicate(0, 2),
        new StreamCommand.Forge(0, Bytes.of(new byte[] {(byte) 0xff, 0, '\n', '"'})),
        new StreamCommand.Coalesce(),
        new StreamCommand.ReleaseBytes(7),
        new StreamCommand.HalfClose());
    Debugged.until(() -> delivered(CLIENT).contains("FIN"));
    List<String> toClient = delivered(CLIENT);
    List<String> toServer = delivered(SERVER);
    save(true);
    CaseResult again = run();
    assertEquals(toClient, delivered(again, CLIENT));
    assertEquals(
        toServer.stream().filter(one -> !one.equals("FIN")).toList(),
        delivered(again, SERVER).stream().filter(one -> !one.equals("FIN")).toList());
  }

  @Test
  void whatWaitsIsKeptBackWhereThatIsWished() throws Exception {
    startNaive();
    does(SERVER, new StreamCommand.ReleaseBytes(3));
    Debugged.until(() -> delivered(SERVER).size() == 1);
    save(true);
    String text = Files.readString(folder.resolve("saved.yaml"));
    assertTrue(text.contains("- {pass: 3, once: 13}\n        - {end: hold}\n"), text);
    assertTrue(text.contains("outcome: clean-error"), text);
    CaseResult again = run();
    assertEquals(List.of("\"hel\""), delivered(again, SERVER));
  }

  @Test
  void allThatCanBeDoneToDatagramsIsDeliveredAgain() throws Exception {
    startDatagrams();
    does(SERVER, new DatagramCommand.ReleaseAll());
    Debugged.until(() -> debugged.datagrams(CLIENT).size() == 3);
    does(
        CLIENT,
        new DatagramCommand.Move(3, 0),
        new DatagramCommand.Duplicate(3),
        new DatagramCommand.Drop(1),
        new DatagramCommand.Forge(Bytes.utf8("EVIL"), new Datagram.Source.OtherPort(), 1),
        new DatagramCommand.Forge(Bytes.empty(), Datagram.GENUINE, 0),
        new DatagramCommand.ReleaseAll());
    Debugged.until(() -> delivered(CLIENT).size() == 5);
    List<String> toClient = delivered(CLIENT);
    assertEquals(List.of("\"\"", "\"THREE\"", "\"EVIL\"", "\"THREE\"", "\"TWO\""), toClient);
    save(false);
    CaseResult again = run();
    assertEquals(toClient, delivered(again, CLIENT));
  }

  @Test
  void nothingIsOverwrittenUnasked() throws Exception {
    startNaive();
    does(SERVER, new StreamCommand.ReleaseAll());
    Debugged.until(() -> debugged.waiting(CLIENT).equals("HELLO, WORLD\n"));
    Path file = folder.resolve("saved.yaml");
    Path subject = Files.writeString(folder.resolve("saved.subject"), "mine");
    assertEquals(subject + " exists already", refusal(file.toString(), false));
    assertTrue(Files.notExists(file));
    assertEquals("mine", Files.readString(subject));
    debugged.session.save(new SessionSaver.Wish(file.toString(), true, false));
    assertTrue(Files.readString(subject).contains("client_naive.py"));
    assertEquals(file + " exists already", refusal(file.toString(), false));
  }

  @Test
  void whatCannotBeSavedIsSaidInOneSentence() throws Exception {
    debugged = Debugged.naiveClient();
    assertEquals(
        "there has been no connection yet; nothing can be saved", refusal("x.yaml", false));
    assertEquals("a scenario file's name ends in .yaml, as in reply-cut.yaml", refusal("x", false));
    assertEquals("that is no name of a file", refusal("\0.yaml", false));
    debugged.close();
    startNaive();
    String elsewhere = folder.resolve("no/such/folder.yaml").toString();
    assertEquals("there is no folder for " + elsewhere, refusal(elsewhere, false));
  }
}
