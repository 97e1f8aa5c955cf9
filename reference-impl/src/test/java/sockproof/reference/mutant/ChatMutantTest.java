package sockproof.reference.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import sockproof.reference.Exit;
import sockproof.reference.RoleRun;
import sockproof.reference.mutant.chat.ChatMutants;
import sockproof.reference.role.Role;

/** The mutants of the chat: correct until provoked, and each bug when it is. */
class ChatMutantTest {
  private static final String CORRECT = "";
  private static final Exit OK = new Exit.Status(0);
  private static final Duration TWO_RESENDINGS = Duration.ofMillis(450);

  private static String[] args(String id, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    if (!id.equals(CORRECT)) {
      all.addAll(List.of("--mutant", id));
    }
    return all.toArray(String[]::new);
  }

  private static RoleRun server(String id) {
    return RoleRun.start(args(id, "chat-server", "--port", "0"));
  }

  /** Somebody who has not typed anything yet. */
  private static RoleRun client(String id, int port) throws Exception {
    PipedInputStream keyboard = new PipedInputStream(new PipedOutputStream());
    return RoleRun.startWithStream(
        keyboard, args(id, "chat-client", "--name", "ann", "--port", "" + port));
  }

  static Stream<Arguments> mutants() {
    return ChatMutants.all().stream()
        .flatMap(mutant -> mutant.roles().stream().map(role -> Arguments.of(mutant.id(), role)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("mutants")
  void correctUntilProvoked(String id, Role role) throws Exception {
    try (RoleRun server = server(role == Role.CHAT_SERVER ? id : CORRECT)) {
      String port = "" + server.listening().getPort();
      String mutant = role == Role.CHAT_CLIENT ? id : CORRECT;
      String[] ann = args(mutant, "chat-client", "--name", "ann", "--port", port);
      try (RoleRun client = RoleRun.startWithInput("one\ntwo\n", ann)) {
        assertEquals(OK, client.exit(), client::err);
        server.awaitOut("ann joined\nann: one\nann: two\nann left\n");
      }
      assertEquals("", server.err());
    }
  }

  @ParameterizedTest
  @CsvSource({"'', 1", "duplicate-desync, 2"})
  void whatComesTwiceAtTheServer(String id, int times) throws Exception {
    try (RoleRun server = server(id);
        UdpPeer ann = UdpPeer.at("127.0.0.1")) {
      InetSocketAddress address = server.listening();
      ann.send("MSG 0badcafe 1 join ann ", address);
      ann.send("MSG 0badcafe 2 say - hello", address);
      ann.send("MSG 0badcafe 2 say - hello", address);
      ann.send("MSG 0badcafe 3 leave - ", address);
      String out = server.awaitOut("ann left\n");
      assertTrue(out.endsWith("ann joined\n" + "ann: hello\n".repeat(times) + "ann left\n"), out);
    }
  }

  @ParameterizedTest
  @CsvSource({"'', MSG 0badcafe 1 welcome - server", "no-retry, (nothing)"})
  void whatIsNotAcknowledgedToTheServer(String id, String second) throws Exception {
    try (RoleRun server = server(id);
        UdpPeer ann = UdpPeer.at("127.0.0.1")) {
      ann.send("MSG 0badcafe 1 join ann ", server.listening());
      assertEquals("ACK 0badcafe 1", ann.receive());
      assertEquals("MSG 0badcafe 1 welcome - server", ann.receive());
      assertEquals(second, ann.receiveWithin(TWO_RESENDINGS));
    }
  }

  @ParameterizedTest
  @CsvSource({"'', false", "empty-datagram-ends, true"})
  void anEmptyDatagramAtTheServer(String id, boolean ends) throws Exception {
    try (RoleRun server = server(id);
        UdpPeer ann = UdpPeer.at("127.0.0.1")) {
      ann.send("", server.listening());
      if (ends) {
        assertEquals(OK, server.exit());
      } else {
        ann.send("MSG 0badcafe 1 join ann ", server.listening());
        server.awaitOut("ann joined\n");
      }
    }
  }

  /** Takes the client in and gives the token of its link. */
  private static String welcome(UdpPeer server) throws Exception {
    String token = server.receive().split(" ", 3)[1];
    server.reply("ACK " + token + " 1");
    server.reply("MSG " + token + " 1 welcome - server");
    assertEquals("ACK " + token + " 1", server.receive());
    return token;
  }

  @ParameterizedTest
  @CsvSource({"'', 1", "duplicate-desync, 2"})
  void whatComesTwiceAtTheClient(String id, int times) throws Exception {
    try (UdpPeer server = UdpPeer.at("127.0.0.1");
        RoleRun ann = client(id, server.port())) {
      String token = welcome(server);
      server.reply("MSG " + token + " 2 said bob hello");
      server.reply("MSG " + token + " 2 said bob hello");
      server.reply("MSG " + token + " 3 closed - ");
      assertEquals(OK, ann.exit());
      assertEquals(times, ann.out().lines().filter(line -> line.equals("bob: hello")).count());
    }
  }

  @ParameterizedTest
  @CsvSource({"'', true", "no-retry, false"})
  void whatIsNotAcknowledgedToTheClient(String id, boolean again) throws Exception {
    try (UdpPeer server = UdpPeer.at("127.0.0.1");
        RoleRun ann = client(id, server.port())) {
      String join = server.receive();
      assertTrue(join.endsWith(" 1 join ann "), join);
      assertEquals(again ? join : UdpPeer.NOTHING, server.receiveWithin(TWO_RESENDINGS));
      assertEquals("", ann.err());
    }
  }

  @ParameterizedTest
  @CsvSource({"'', false", "empty-datagram-ends, true"})
  void anEmptyDatagramAtTheClient(String id, boolean ends) throws Exception {
    try (UdpPeer server = UdpPeer.at("127.0.0.1");
        RoleRun ann = client(id, server.port())) {
      String token = welcome(server);
      server.reply("");
      server.reply("MSG " + token + " 2 said bob hello");
      if (!ends) {
        ann.awaitOut("bob: hello");
      }
      server.reply("MSG " + token + " 3 closed - ");
      ann.exit();
      assertEquals(!ends, ann.out().contains("bob: hello"), ann::out);
    }
  }
}
