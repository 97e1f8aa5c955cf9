package sockproof.harness.check.transparent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sockproof.harness.check.Baseline;
import sockproof.harness.check.CheckResult;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.Role;
import sockproof.proxy.plan.Endpoint;

/** Small programs with protocols of their own. */
@Timeout(120)
final class PerlProgramsTest {
  private static final Duration DEADLINE = Duration.ofMillis(3_500);

  private static final String LISTEN =
      "use IO::Socket::INET; my $l = IO::Socket::INET->new(LocalAddr => '127.0.0.1',"
          + " LocalPort => $ARGV[0], Listen => 9, ReuseAddr => 1);";
  private static final String ACCEPT =
      LISTEN + " $SIG{PIPE} = 'IGNORE'; while (my $s = $l->accept) { ";
  private static final String CONNECT =
      "use IO::Socket::INET; my $s = IO::Socket::INET->new(\"$ARGV[0]:$ARGV[1]\");"
          + " $SIG{ALRM} = sub { exit 1 }; ";

  @TempDir private Path folder;

  @BeforeEach
  void needPerl() {
    RealServer.requirePrograms("perl");
  }

  /** The server says two lines without being asked in between, and pauses for long. */
  @ParameterizedTest
  @CsvSource({"$rest, ''", "'', coalesced-messages"})
  void whatPausesBetweenMessagesIsCoalesced(String kept, String found) throws Exception {
    String server =
        ACCEPT
            + "<$s>; syswrite $s, \"150\\n\"; select undef, undef, undef, 0.06;"
            + " syswrite $s, \"226\\n\"; close $s }";
    String client =
        CONNECT
            + "alarm 2; syswrite $s, \"go\\n\"; my $rest = ''; for (1, 2) { my $b = %s;"
                .formatted(kept.isEmpty() ? "''" : kept)
            + " while ($b !~ /\\n/) { sysread($s, $b, 99, length($b)) or exit 1 }"
            + " ($b, $rest) = $b =~ /(.*?\\n)(.*)/s; print $b }";
    assertFindings(
        found.isEmpty() ? List.of() : List.of(found),
        client(Network.parse("tcp", 4), server, client, "coalesced-messages"));
  }

  /** It goes wrong where a line comes late, in whatever company. */
  @Test
  void anImpatientClientIsNotSaidToLoseMessages() throws Exception {
    String server =
        ACCEPT
            + "<$s>; syswrite $s, \"150\\n\"; select undef, undef, undef, 0.06;"
            + " syswrite $s, \"226\\n\"; <$s>; close $s }";
    String client =
        CONNECT
            + "syswrite $s, \"go\\n\"; vec(my $r = '', fileno $s, 1) = 1;"
            + " select($r, undef, undef, 0.2) or exit 1; print scalar(<$s>) for 1, 2";
    assertFindings(
        List.of(), client(Network.parse("tcp", 4), server, client, "coalesced-messages"));
  }

  /** Five bytes are a header: a kind and a length. */
  @Test
  void aPrefixOfAnySizeIsFound() throws Exception {
    String server =
        ACCEPT
            + "for (1 .. 3) { sysread $s, my $ask, 1;"
            + " syswrite $s, pack('CN/a*', 1, 'payload ' x $_) } close $s }";
    String client =
        CONNECT
            + "alarm 2; for (1 .. 3) { syswrite $s, '?'; 5 == sysread($s, my $h, 5) or exit 1;"
            + " my (undef, $n) = unpack 'CN', $h; my $b = '';"
            + " while (length($b) < $n) { sysread($s, $b, $n - length($b), length($b)) or exit 1 }"
            + " print \"$b\\n\" }";
    assertFindings(
        List.of("header-split"),
        client(Network.parse("tcp", 4), server, client, "single-recv", "header-split"));
  }

  /** The driver asks for all in one go, so that prefixes stand anywhere in what it says. */
  @Test
  void aPrefixAmongMessagesThatComeTogetherIsFound() throws Exception {
    String server =
        ACCEPT
            + "while (sysread($s, my $h, 4)) { 4 == length $h or last; my $n = unpack 'N', $h;"
            + " my $b = ''; while (length($b) < $n) {"
            + " sysread($s, $b, $n - length($b), length($b)) or last }"
            + " syswrite $s, pack('N/a*', uc $b) } close $s }";
    String driver =
        CONNECT
            + "alarm 2; syswrite $s, pack('(N/a*)3', 'first', 'the second', 'third');"
            + " shutdown $s, 1; local $/; print <$s>";
    assertFindings(List.of("header-split"), server(server, driver, "single-recv", "header-split"));
  }

  /** Nobody needs the goodbye that is cut short; but an answer to a part of a request is one. */
  @ParameterizedTest
  @CsvSource({"'', ''", "'length $ask and syswrite $s, uc \"$ask\\n\";', early-eof-accepted"})
  void aServerThatOnlyClosesHasNotTakenAPartForTheWhole(String atEnd, String found)
      throws Exception {
    String server =
        ACCEPT
            + "my $ask = ''; while (sysread $s, $ask, 99, length $ask) {"
            + " while ($ask =~ s/^(.*)\\n//) { syswrite $s, $1 eq 'quit' ? \"bye\\n\" : uc \"$1\\n\" }"
            + " } "
            + atEnd
            + " close $s }";
    String driver =
        CONNECT
            + "alarm 2; syswrite $s, \"hello\\n\"; print scalar(<$s>);"
            + " syswrite $s, \"quit\\n\"; <$s>; print 'done'";
    assertFindings(
        found.isEmpty() ? List.of() : List.of(found), server(server, driver, "early-eof-accepted"));
  }

  /** Only the end of a line looks like the end of all. */
  @Test
  void aStreamCutShortAfterALineIsTried() throws Exception {
    String server =
        ACCEPT
            + "<$s>; syswrite $s, \"first line\\nthe second one is longer\\nend\\n\"; <$s>;"
            + " close $s }";
    String client =
        CONNECT
            + "alarm 2; syswrite $s, \"go\\n\"; my $b = ''; while ($b !~ /end\\n/) {"
            + " sysread($s, $b, 99, length $b) or $b =~ /\\n\\z/ ? last : exit 1 } print $b";
    assertFindings(
        List.of("early-eof-accepted"),
        client(Network.parse("tcp", 4), server, client, "early-eof-accepted"));
  }

  /** The driver would be content with less, and the server only says goodbye. */
  @Test
  void aDriverThatSucceedsWithAnythingShowsNoAnswer() throws Exception {
    String server =
        ACCEPT
            + "my $ask = ''; while ($ask !~ /\\n/) { sysread $s, $ask, 99, length $ask or last }"
            + " syswrite $s, $ask =~ /\\n/ ? uc($ask) x 9 : \"bye\\n\"; close $s }";
    String driver = CONNECT + "alarm 2; syswrite $s, \"hello\\n\"; local $/; <$s>; print 'done'";
    assertFindings(List.of(), server(server, driver, "early-eof-accepted"));
  }

  /** It has noticed, and may wait before it tries again, for nobody knows how long. */
  @ParameterizedTest
  @ValueSource(strings = {"eof-hang", "reset-hang"})
  void closingAndWaitingIsNoHang(String id) throws Exception {
    String server = ACCEPT + "while (<$s>) { syswrite $s, uc $_ } close $s }";
    String client =
        CONNECT
            + "syswrite $s, \"hello\\n\"; my $b = ''; while ($b !~ /\\n/) {"
            + " sysread($s, $b, 99, length($b)) and next; close $s; sleep 60 } print $b";
    CheckResult result = client(Network.parse("tcp", 4), server, client, id);
    assertFindings(List.of(), result);
    assertTrue(
        TransparentRun.story(result).contains(id + " inconclusive: after"),
        () -> TransparentRun.story(result));
  }

  /** Also for one that had ended its own direction before. */
  @ParameterizedTest
  @CsvSource({
    "eof-hang, ''",
    "reset-hang, ''",
    "eof-hang, 'shutdown $s, 1;'",
    "reset-hang, 'shutdown $s, 1;'",
  })
  void keepingTheSocketAndWaitingIsAHang(String id, String half) throws Exception {
    String server = ACCEPT + "while (<$s>) { syswrite $s, uc $_ } close $s }";
    String client =
        CONNECT
            + "syswrite $s, \"hello\\n\"; "
            + half
            + " my $b = ''; while ($b !~ /\\n/) {"
            + " sysread($s, $b, 99, length($b)) and next; sleep 60 } print $b";
    assertFindings(List.of(id), client(Network.parse("tcp", 4), server, client, id));
  }

  @Test
  void closingAfterAHalfCloseIsNoHang() throws Exception {
    String server = ACCEPT + "while (<$s>) { syswrite $s, uc $_ } close $s }";
    String client =
        CONNECT
            + "syswrite $s, \"hello\\n\"; shutdown $s, 1; my $b = ''; while ($b !~ /\\n/) {"
            + " sysread($s, $b, 99, length($b)) and next; close $s; sleep 60 } print $b";
    assertFindings(List.of(), client(Network.parse("tcp", 4), server, client, "eof-hang"));
  }

  /** It never looks which answer it gets; that shows in two ways. */
  @Test
  void oneBugIsOneFinding() throws Exception {
    String server =
        "use IO::Socket::INET; my $s = IO::Socket::INET->new(Proto => 'udp',"
            + " LocalAddr => '127.0.0.1', LocalPort => $ARGV[0]);"
            + " while (1) { $s->recv(my $b, 99); $s->send(uc $b) }";
    String client =
        "use IO::Socket::INET; my $s = IO::Socket::INET->new(Proto => 'udp',"
            + " PeerAddr => \"$ARGV[0]:$ARGV[1]\"); M: for my $m ('a', 'b', 'c') { for (1 .. 4) {"
            + " $s->send($m); my $r = ''; vec($r, fileno $s, 1) = 1;"
            + " if (select $r, undef, undef, 0.3) { $s->recv(my $b, 99); print \"$b\\n\"; next M }"
            + " } exit 1 }";
    assertFindings(
        List.of("duplicate-desync"),
        client(Network.parse("udp", 4), server, client, "duplicate-desync", "late-reply-desync"));
  }

  @Test
  void aClientThatIsNotAnsweredIsToldSo() {
    String server =
        "use IO::Socket::INET; my $s = IO::Socket::INET->new(Proto => 'udp',"
            + " LocalAddr => '127.0.0.1', LocalPort => $ARGV[0]); sleep 60";
    String client =
        "use IO::Socket::INET; my $s = IO::Socket::INET->new(Proto => 'udp',"
            + " PeerAddr => \"$ARGV[0]:$ARGV[1]\"); $s->send($_) for 'a', 'b'";
    Baseline.UnusableException e =
        assertThrows(
            Baseline.UnusableException.class,
            () -> client(Network.parse("udp", 4), server, client));
    assertEquals(
        "without any fault nothing comes back to the client through the relay; does its command use"
            + " {host} and {port}, or {path}? If its server never answers, there is nothing to"
            + " check",
        e.getMessage());
  }

  /** What the client makes of it tells little: a reset connection, or nothing at all. */
  @ParameterizedTest
  @ValueSource(strings = {"exit 1", "exit 0"})
  void aServerThatIsNotThereIsNamed(String end) throws Exception {
    Network network = Network.parse("tcp", 4);
    TransparentRun run = new TransparentRun(Role.CLIENT, network).within(DEADLINE);
    Endpoint nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = new Endpoint.Tcp("127.0.0.1", socket.getLocalPort());
    }
    String client = CONNECT + "<$s>; " + end;
    Baseline.UnusableException e =
        assertThrows(
            Baseline.UnusableException.class,
            () -> run.run(run.program("perl", "-e", client, "{host}", "{port}"), nobody));
    assertTrue(
        String.valueOf(e.getMessage()).contains("; Sockproof says: cannot connect to 127.0.0.1:"),
        e::getMessage);
  }

  private CheckResult client(Network network, String server, String client, String... only)
      throws Exception {
    TransparentRun run = new TransparentRun(Role.CLIENT, network).within(DEADLINE).only(only);
    try (RealServer upstream = RealServer.start(network, folder, "perl", "-e", server, "{port}")) {
      return run.run(run.program("perl", "-e", client, "{host}", "{port}"), upstream.endpoint());
    }
  }

  private CheckResult server(String server, String driver, String... only) throws Exception {
    TransparentRun run =
        new TransparentRun(Role.SERVER, Network.parse("tcp", 4)).within(DEADLINE).only(only);
    Path file = Files.writeString(folder.resolve("driver.pl"), driver);
    return run.run(
        run.program("perl", "-e", server, "{port}"),
        run.driver("exec perl '" + file + "' {host} {port}"));
  }

  private static void assertFindings(List<String> expected, CheckResult result) {
    assertEquals(expected, TransparentRun.ids(result), TransparentRun.story(result));
  }
}
