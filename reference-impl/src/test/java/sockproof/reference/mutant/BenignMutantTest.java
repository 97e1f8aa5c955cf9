package sockproof.reference.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sockproof.reference.Exit;
import sockproof.reference.RoleRun;
import sockproof.reference.message.Framing;
import sockproof.reference.mutant.datagram.DatagramMutants;
import sockproof.reference.role.Mutant;
import sockproof.reference.role.Mutant.Need;
import sockproof.reference.role.Role;

/**
 * Every mutant of the uppercase service, in every role and framing that it fits, behaves correctly
 * until it is provoked. Those of the chat have {@link ChatMutantTest}.
 */
class BenignMutantTest {
  private static final List<Framing> FRAMINGS =
      List.of(
          new Framing.Fixed(12),
          new Framing.Line(),
          new Framing.Crlf(),
          new Framing.LengthPrefix(),
          new Framing.Eof());

  static Stream<Arguments> streamMutants() {
    return MutantRegistry.all().stream()
        .flatMap(
            mutant ->
                mutant.roles().stream()
                    .flatMap(
                        role ->
                            FRAMINGS.stream()
                                .filter(mutant::fits)
                                .map(
                                    framing ->
                                        Arguments.of(mutant.id(), role, framing.word(), mutant))));
  }

  static Stream<Arguments> datagramMutants() {
    return DatagramMutants.all().stream()
        .flatMap(
            mutant -> mutant.roles().stream().map(role -> Arguments.of(mutant.id(), role, mutant)));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("streamMutants")
  void stream(String id, Role role, String framing, Mutant mutant) throws Exception {
    String charset = mutant.needs().contains(Need.UTF_8) ? "utf-8" : "ascii";
    List<String> server = args("tcp-server --port 0 --framing", framing, "--charset", charset);
    List<String> client = args("tcp-client --framing", framing, "--charset", charset);
    (role == Role.TCP_SERVER ? server : client).addAll(List.of("--mutant", id));
    exchange(server, client, "hello, world", "HELLO, WORLD");
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("datagramMutants")
  void datagram(String id, Role role, Mutant mutant) throws Exception {
    List<String> server = args("udp-server --port 0");
    List<String> client = args(role == Role.UDP_SERVER ? "udp-client" : role.word());
    (role == Role.UDP_SERVER ? server : client).addAll(List.of("--mutant", id));
    exchange(server, client, "hello, world", "HELLO, WORLD");
  }

  private static void exchange(
      List<String> serverArgs, List<String> clientArgs, String message, String reply)
      throws InterruptedException {
    try (RoleRun server = RoleRun.start(serverArgs.toArray(String[]::new))) {
      int port = server.listening().getPort();
      clientArgs.addAll(List.of("--port", "" + port));
      String input = message + "\n" + message + "\n";
      try (RoleRun client = RoleRun.startWithInput(input, clientArgs.toArray(String[]::new))) {
        assertEquals(new Exit.Status(0), client.exit(), client::err);
        String line = "reply from 127.0.0.1:" + port + ": " + reply + "\n";
        assertEquals(line + line, client.out());
        assertEquals("", client.err());
      }
      assertEquals("", server.err());
    }
  }

  private static List<String> args(String words, String... more) {
    List<String> all = new ArrayList<>(List.of(words.split(" ")));
    all.addAll(List.of(more));
    return all;
  }
}
