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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Exchanges;
import sockproof.harness.exchange.Machine;
import sockproof.harness.exchange.Role;
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

  /** Only one copy of it can run at a time. */
  @Test
  void aServerThatLocksAFileNeedsOneRunAfterTheOther(@TempDir Path folder) throws Exception {
    String server =
        "use Fcntl ':flock'; use IO::Socket::INET; open my $f, '>', $ARGV[2];"
            + " flock $f, LOCK_EX | LOCK_NB or die \"the folder is in use\\n\";"
            + " my $l = IO::Socket::INET->new(LocalAddr => $ARGV[0], LocalPort => $ARGV[1],"
            + " Listen => 9, ReuseAddr => 1); while (my $s = $l->accept) {"
            + " while (<$s>) { syswrite $s, uc $_ } close $s }";
    List<String> command =
        List.of("perl", "-e", server, "{host}", "{port}", folder.resolve("lock").toString());
    Exchange exchange = Situations.servers("tcp").exchange("hello");
    assertEquals(Role.SERVER, measure(exchange, command, true).subject().role());
    Baseline.UnusableException e =
        assertThrows(Baseline.UnusableException.class, () -> measure(exchange, command, false));
    assertTrue(
        String.valueOf(e.getMessage())
            .endsWith(
                "it says: \"the folder is in use\"; several copies of it run at once, so if they"
                    + " share files give --jobs 1"),
        e::getMessage);
  }

  private static void assertRefused(String why, String program, String... messages) {
    Baseline.UnusableException e =
        assertThrows(Baseline.UnusableException.class, () -> measure(program, messages));
    assertTrue(String.valueOf(e.getMessage()).contains(why), e::getMessage);
  }

  private static Situation measure(String program, String... messages) throws Exception {
    return measure(
        Situations.clients("tcp").exchange(messages),
        List.of("perl", "-e", program, "{host}", "{port}"),
        false);
  }

  private static Situation measure(Exchange exchange, List<String> command, boolean oneByOne)
      throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "perl is missing");
    try (Workspace workspace = Workspace.open()) {
      return new Baseline(
              new Exchanges(workspace),
              CheckSubject.of(
                  exchange.underTest(),
                  exchange.network(),
                  exchange.framing(),
                  exchange.text(),
                  command,
                  Path.of("").toAbsolutePath()),
              oneByOne)
          .measure(exchange, Machine.capabilities());
    }
  }
}
