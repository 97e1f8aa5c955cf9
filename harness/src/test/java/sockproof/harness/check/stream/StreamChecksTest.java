package sockproof.harness.check.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.harness.check.CheckRun;

/**
 * The reference with exactly one bug, and without: the checks whose cases resemble each other look
 * at it together, and only the right one reports.
 */
final class StreamChecksTest {
  private static final String[] ENDS = {
    "early-eof-accepted",
    "eof-spin",
    "eof-hang",
    "reset-hang",
    "crash",
    "noisy-failure",
    "no-deadline",
    "bad-input-kills"
  };
  private static final String[] SIZES = {
    "exact-buffer-size", "message-truncated", "coalesced-messages", "single-recv"
  };
  private static final String[] FLOWS = {"short-send", "resend-offset", "write-deadlock"};
  private static final String[] CLIENTS = {
    "half-close-drops-reply", "unread-data-reset", "one-client-blocks", "bad-input-kills"
  };

  private static CheckRun run(String role, String framing, String network) {
    CheckRun run = role.equals("client") ? CheckRun.client(framing) : CheckRun.server(framing);
    return run.over(network, 4).within(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @CsvSource({
    "client, line, tcp, early-eof-accepted",
    "client, length-prefix, unix, early-eof-accepted",
    "server, crlf, tcp, early-eof-accepted",
    "client, fixed:16, tcp, eof-spin",
    "server, line, tcp, eof-spin",
    "client, crlf, unix, eof-hang",
    "server, length-prefix, tcp, eof-hang",
    "client, line, tcp, reset-hang",
    "server, line, tcp, reset-hang",
    "client, line, tcp, crash",
    "server, line, tcp, crash",
    "client, line, tcp, no-deadline",
    "client, line, tcp, noisy-failure",
  })
  void whoMishandlesAnEndIsNamed(String role, String framing, String network, String id)
      throws Exception {
    assertEquals(List.of(id), run(role, framing, network).mutant(id).only(ENDS).findings());
  }

  @ParameterizedTest
  @CsvSource({
    "client, line, exact-buffer-size",
    "server, length-prefix, exact-buffer-size",
    "client, length-prefix, message-truncated",
    "server, eof, message-truncated",
    "server, crlf, coalesced-messages",
  })
  void whoMishandlesASizeIsNamed(String role, String framing, String id) throws Exception {
    assertEquals(List.of(id), run(role, framing, "tcp").mutant(id).only(SIZES).findings());
  }

  @ParameterizedTest
  @CsvSource({
    "client, line, tcp, short-send",
    "server, line, tcp, short-send",
    "client, length-prefix, unix, resend-offset",
    "server, crlf, tcp, resend-offset",
  })
  void whoMishandlesAShortSendIsNamed(String role, String framing, String network, String id)
      throws Exception {
    assertEquals(List.of(id), run(role, framing, network).mutant(id).only(FLOWS).findings());
  }

  @Test
  void aClientThatSendsOnWithoutReadingIsNamed() throws Exception {
    assertEquals(
        List.of("write-deadlock"),
        run("client", "line", "tcp")
            .with("--pipeline", "500")
            .mutant("write-deadlock")
            .only("coalesced-messages", "write-deadlock", "short-send")
            .findings());
  }

  @ParameterizedTest
  @CsvSource({
    "half-close-drops-reply, line",
    "unread-data-reset, fixed:16",
    "one-client-blocks, crlf",
    "one-client-blocks, eof",
    "bad-input-kills, length-prefix",
  })
  void aServerThatMishandlesClientsIsNamed(String id, String framing) throws Exception {
    assertEquals(List.of(id), run("server", framing, "tcp").mutant(id).only(CLIENTS).findings());
  }

  @ParameterizedTest
  @CsvSource({
    "client, line, tcp",
    "client, crlf, unix",
    "client, fixed:16, tcp",
    "client, length-prefix, tcp",
    "client, eof, unix",
    "server, line, unix",
    "server, crlf, tcp",
    "server, fixed:16, tcp",
    "server, length-prefix, unix",
    "server, eof, tcp",
  })
  void theReferenceHasNone(String role, String framing, String network) throws Exception {
    assertEquals(List.of(), run(role, framing, network).findings());
  }
}
