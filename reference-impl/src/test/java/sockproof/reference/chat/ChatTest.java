package sockproof.reference.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sockproof.reference.Exit;
import sockproof.reference.RoleRun;

/** The chat as several people use it. */
class ChatTest {
  private static final Exit OK = new Exit.Status(0);

  @TempDir Path folder;

  /** Somebody at a keyboard. */
  private static final class Person implements AutoCloseable {
    private final PipedOutputStream keyboard = new PipedOutputStream();
    private final RoleRun run;

    Person(String... args) {
      try {
        run = RoleRun.startWithStream(new PipedInputStream(keyboard), args);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void type(String line) throws IOException {
      keyboard.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      keyboard.flush();
    }

    void endInput() throws IOException {
      keyboard.close();
    }

    @Override
    public void close() {
      run.close();
    }
  }

  private String[] place(String where, RoleRun server) {
    return where.equals("unix")
        ? new String[] {"--unix", folder.resolve("chat").toString()}
        : new String[] {"--port", "" + server.listening().getPort()};
  }

  private Person server(String where) {
    return where.equals("unix")
        ? new Person("chat-server", "--unix", folder.resolve("chat").toString())
        : new Person("chat-server", "--port", "0");
  }

  private Person join(String where, Person server, String name) {
    server.run.awaitOut("Listening at ");
    List<String> args = new ArrayList<>(List.of("chat-client", "--name", name));
    args.addAll(Arrays.asList(place(where, server.run)));
    Person person = new Person(args.toArray(String[]::new));
    person.run.awaitOut("joined as " + name);
    return person;
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "unix"})
  void threePeopleAndTheOperator(String where) throws Exception {
    try (Person server = server(where);
        Person ann = join(where, server, "ann");
        Person bob = join(where, server, "bob");
        Person cat = join(where, server, "cat")) {
      ann.run.awaitOut("bob joined\ncat joined\n");
      assertTrue(cat.run.out().contains("here: ann, bob, server"), cat.run::out);
      ann.type("hello, everybody");
      server.run.awaitOut("ann: hello, everybody");
      bob.run.awaitOut("ann: hello, everybody");
      cat.run.awaitOut("ann: hello, everybody");
      server.type("welcome");
      bob.type("sch\u00f6n \u001b[31m");
      for (Person person : List.of(ann, cat)) {
        person.run.awaitOut("server: welcome");
        person.run.awaitOut("bob: sch\u00f6n \\u001b[31m");
      }
      bob.type("/quit");
      assertEquals(OK, bob.run.exit());
      ann.run.awaitOut("bob left");
      cat.endInput();
      assertEquals(OK, cat.run.exit());
      ann.run.awaitOut("cat left");
      server.type("/quit");
      assertEquals(OK, server.run.exit());
      ann.run.awaitOut("the chat was closed");
      assertEquals(OK, ann.run.exit());
      assertFalse(ann.run.out().contains("ann: "), "nobody hears themselves");
    }
    assertEquals(0, folder.toFile().list().length);
  }

  @Test
  void whoIsInterruptedLeavesToo() throws Exception {
    try (Person server = server("udp");
        Person ann = join("udp", server, "ann")) {
      try (Person bob = join("udp", server, "bob")) {
        ann.run.awaitOut("bob joined");
        bob.run.threads().getFirst().interrupt();
        assertEquals(new Exit.Status(130), bob.run.exit());
      }
      ann.run.awaitOut("bob left");
      server.run.threads().getFirst().interrupt();
      assertEquals(new Exit.Status(130), server.run.exit());
      assertEquals(OK, ann.run.exit());
    }
  }

  @Test
  void aNameIsTakenOnce() throws Exception {
    try (Person server = server("udp");
        Person ann = join("udp", server, "ann");
        Person other =
            new Person(
                "chat-client",
                "--name",
                "ann",
                place("udp", server.run)[0],
                place("udp", server.run)[1])) {
      assertEquals(new Exit.Status(2), other.run.exit());
      assertTrue(other.run.err().contains("the name `ann` is taken"), other.run::err);
      ann.type("still here");
      server.run.awaitOut("ann: still here");
    }
  }

  @Test
  void nobodyAnswers() throws Exception {
    try (Person ann = new Person("chat-client", "--name", "ann", "--port", "1")) {
      assertEquals(new Exit.Status(1), ann.run.exit());
      assertEquals("reference chat-client: no answer from 127.0.0.1:1.", ann.run.err().strip());
    }
  }

  @Test
  void aServerWithoutAKeyboardServes() throws Exception {
    try (RoleRun server = RoleRun.start("chat-server", "--port", "0")) {
      String port = "" + server.listening().getPort();
      try (RoleRun ann =
          RoleRun.startWithInput("one\ntwo\n", "chat-client", "--name", "ann", "--port", port)) {
        assertEquals(OK, ann.exit());
        server.awaitOut("ann joined\nann: one\nann: two\nann left\n");
      }
    }
  }
}
