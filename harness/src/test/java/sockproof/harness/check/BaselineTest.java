package sockproof.harness.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Exchanges;
import sockproof.harness.exchange.Machine;
import sockproof.harness.subject.Workspace;

/** Of what can be judged by what it prints, and of what cannot. */
@Timeout(120)
final class BaselineTest {
  private static final String ASK =
      "use IO::Socket::INET; my $s = IO::Socket::INET->new(\"$ARGV[0]:$ARGV[1]\") or exit 1;"
          + " while (my $m = <STDIN>) { print $s $m; my $r = <$s>; ";

  @Test
  void aClientThatPrintsItsRepliesCanBeJudged() throws Exception {
    assertEquals(
        List.of("HELLO", "TWO"),
        measure(ASK + "print 'Server says: ', $r }", "hello", "two").exchange().replies());
  }

  @ParameterizedTest
  @ValueSource(strings = {"}", "print \"ok, a reply of \", length $r, \" bytes\\n\" }"})
  void aClientThatDoesNotPrintItsRepliesCannot(String rest) {
    assertRefused("the client has to print each reply once", ASK + rest, "hello");
  }

  @Test
  void aClientThatLeavesOutAReplyCannot() {
    assertRefused(
        "the replies are \"HELLO\", \"TWO\" and it printed \"HELLO\"",
        ASK + "print $r; exit 0 }",
        "hello",
        "two");
  }

  @Test
  void aClientThatNeverConnectsCannot() {
    assertRefused("without a word to the server", "print \"HELLO\\n\" if 0", "hello");
  }

  private static void assertRefused(String why, String program, String... messages) {
    Baseline.UnusableException e =
        assertThrows(Baseline.UnusableException.class, () -> measure(program, messages));
    assertTrue(String.valueOf(e.getMessage()).contains(why), e::getMessage);
  }

  private static Situation measure(String program, String... messages) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "perl is missing");
    Exchange exchange = Situations.clients("tcp").exchange(messages);
    try (Workspace workspace = Workspace.open()) {
      return new Baseline(
              new Exchanges(workspace),
              CheckSubject.of(
                  exchange.underTest(),
                  exchange.network(),
                  exchange.framing(),
                  exchange.text(),
                  List.of("perl", "-e", program, "{host}", "{port}"),
                  Path.of("").toAbsolutePath()))
          .measure(exchange, Machine.capabilities());
    }
  }
}
