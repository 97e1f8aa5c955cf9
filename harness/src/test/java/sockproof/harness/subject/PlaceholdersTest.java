package sockproof.harness.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.Role;
import sockproof.proxy.plan.Endpoint;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;

/** What is said of arguments that may keep a program from working. */
final class PlaceholdersTest {
  private static Subject subject(String command, String network) {
    List<String> words = List.of(command.split(" "));
    return new Subject(
        "s",
        "a program",
        Role.CLIENT,
        Set.of(Network.parse(network, 4)),
        Set.of("line"),
        Set.of(TextRules.ASCII),
        Set.of(),
        new Subject.Start.Command(words, List.of(), List.of()),
        Path.of("/"),
        Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      value = {
        "./x {host} {port}|tcp|''",
        "./x {servers}|udp|''",
        "./x tcp:{host}:{port},nodelay|tcp|''",
        "./x {path}|unix|''",
        "./x {host} {prt}|tcp|'; `{prt}` is not replaced: did you mean `{port}`?'",
        "awk {print} {port}|tcp|''",
        "./x {host} 7000|tcp|"
            + "'; no argument holds `{port}`, so only SOCKPROOF_PORT in its environment tells it"
            + " the port'",
        "./x|unix-datagram|"
            + "'; no argument holds `{path}`, so only SOCKPROOF_PATH in its environment tells it"
            + " the path'"
      })
  void hints(String command, String network, String hint) {
    assertEquals(hint, Placeholders.hint(subject(command, network)));
  }

  @Test
  void theNamesAreThoseThatAreReplaced() {
    Target target =
        new Target(
            List.of(Endpoint.parse("tcp://127.0.0.1:9")),
            Network.parse("tcp", 4),
            Framing.parse("line"),
            TextRules.ASCII,
            List.of("m"));
    for (String name : Placeholders.NAMES) {
      List<String> expanded = new ArrayList<>(target.expand("{" + name + "}"));
      assertEquals(0, expanded.stream().filter(word -> word.contains("{")).count(), name);
    }
  }
}
