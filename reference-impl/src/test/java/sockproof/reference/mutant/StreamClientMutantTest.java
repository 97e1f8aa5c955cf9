package sockproof.reference.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import sockproof.reference.Exit;
import sockproof.reference.RoleRun;

/** Provokes each bug of a stream client; the correct client is put through the same. */
class StreamClientMutantTest {
  private static final String CORRECT = "";
  private static final Duration A_WHILE = Duration.ofMillis(300);
  private static final Exit OK = new Exit.Status(0);
  private static final Exit FAILED = new Exit.Status(1);

  /** How a client ended and what it took for replies, each without its address. */
  private record Outcome(Exit exit, List<String> replies) {
    static Outcome good(String... replies) {
      return new Outcome(OK, List.of(replies));
    }

    static Outcome bad(String... replies) {
      return new Outcome(FAILED, List.of(replies));
    }
  }

  private static RoleRun client(String mutant, ScriptedServer server, String options) {
    List<String> args = new ArrayList<>(List.of("tcp-client", "--port", server.port()));
    args.addAll(Arrays.asList(options.split(" ")));
    if (!mutant.equals(CORRECT)) {
      args.addAll(List.of("--mutant", mutant));
    }
    return RoleRun.start(args.toArray(String[]::new));
  }

  private static Outcome outcome(String mutant, String options, ScriptedServer.Script script)
      throws Exception {
    try (ScriptedServer server = ScriptedServer.start(script)) {
      return outcome(mutant, options, server);
    }
  }

  private static Outcome outcome(String mutant, String options, ScriptedServer server)
      throws Exception {
    try (RoleRun client = client(mutant, server, options)) {
      Exit exit = client.exit();
      List<String> replies =
          client.out().lines().map(line -> line.substring(line.indexOf(": ") + 2)).toList();
      return new Outcome(exit, replies);
    }
  }

  /** Gives a client that is to succeed all the time it needs, and one that is to fail little. */
  private static void check(
      Outcome expected, String mutant, String options, ScriptedServer.Script script)
      throws Exception {
    String timeout = expected.exit().equals(OK) ? "10s" : "300ms";
    Outcome outcome = outcome(mutant, options + " --timeout " + timeout, script);
    assertEquals(expected, outcome, mutant);
  }

  /** Reads a request of that size, then sends the pieces in lockstep and waits for the end. */
  private static ScriptedServer.Script reply(int requestBytes, String... pieces) {
    return socket -> {
      ScriptedServer.read(socket, requestBytes);
      Lockstep.send(socket, pieces);
      ScriptedServer.awaitEnd(socket);
    };
  }

  @Test
  void singleRecv() throws Exception {
    ScriptedServer.Script cut = reply(6, "HEL", "LO\n");
    check(Outcome.good("HELLO"), CORRECT, "--message hello", cut);
    check(Outcome.good("HEL"), "single-recv", "--message hello", cut);
  }

  @Test
  void headerSplit() throws Exception {
    String options = "--framing length-prefix --message hello";
    for (int at = 1; at < 9; at++) {
      String whole = "\0\0\0\5HELLO";
      ScriptedServer.Script cut = reply(9, whole.substring(0, at), whole.substring(at));
      check(Outcome.good("HELLO"), CORRECT, options, cut);
      // Zero bytes stand for the part of the prefix that was not there: an empty message.
      Outcome mutant = at < 4 ? Outcome.good("") : Outcome.good("HELLO");
      check(mutant, "header-split", options, cut);
    }
  }

  @Test
  void delimiterSplit() throws Exception {
    String options = "--framing crlf --message hello";
    for (int at = 1; at < 7; at++) {
      String whole = "HELLO\r\n";
      ScriptedServer.Script cut = reply(7, whole.substring(0, at), whole.substring(at));
      check(Outcome.good("HELLO"), CORRECT, options, cut);
      Outcome mutant = at == 6 ? Outcome.bad() : Outcome.good("HELLO");
      check(mutant, "delimiter-split", options, cut);
    }
  }

  @Test
  void utf8Split() throws Exception {
    String options = "--charset utf-8 --message aéa";
    for (int at = 1; at < 5; at++) {
      String whole = "A\u00c3\u0089A\n";
      ScriptedServer.Script cut = reply(5, whole.substring(0, at), whole.substring(at));
      check(Outcome.good("AÉA"), CORRECT, options, cut);
      check(Outcome.good(at == 2 ? "A\ufffd\ufffdA" : "AÉA"), "utf8-split", options, cut);
    }
  }

  @Test
  void coalescedMessages() throws Exception {
    String options = "--pipeline 2 --message one --message two";
    ScriptedServer.Script together = reply(8, "ONE\nTWO\n");
    ScriptedServer.Script apart = reply(8, "ONE\n", "TWO\n");
    check(Outcome.good("ONE", "TWO"), CORRECT, options, together);
    check(Outcome.good("ONE", "TWO"), "coalesced-messages", options, apart);
    check(Outcome.bad("ONE"), "coalesced-messages", options, together);
  }

  @Test
  void exactBufferSize() throws Exception {
    for (int size : new int[] {1022, 1023, 1024, 2047}) {
      String options = "--message " + "a".repeat(size);
      String reply = "A".repeat(size);
      ScriptedServer.Script whole = reply(size + 1, reply + "\n");
      ScriptedServer.Script cut = reply(size + 1, reply.substring(7), reply.substring(0, 7) + "\n");
      check(Outcome.good(reply), CORRECT, options, whole);
      Outcome expected = size % 1024 == 1023 ? Outcome.bad() : Outcome.good(reply);
      check(expected, "exact-buffer-size", options, whole);
      check(expected, "exact-buffer-size", options, cut);
    }
  }

  @Test
  void messageTruncated() throws Exception {
    for (int size : new int[] {4096, 4097, 10_000}) {
      String options = "--message " + "a".repeat(size);
      ScriptedServer.Script whole = reply(size + 1, "A".repeat(size) + "\n");
      String kept = "A".repeat(Math.min(size, 4096));
      check(Outcome.good("A".repeat(size)), CORRECT, options, whole);
      check(Outcome.good(kept), "message-truncated", options, whole);
    }
  }

  @Test
  void earlyEofAccepted() throws Exception {
    ScriptedServer.Script fin =
        socket -> {
          ScriptedServer.read(socket, 6);
          Lockstep.send(socket, "HEL");
        };
    check(Outcome.bad(), CORRECT, "--message hello", fin);
    check(Outcome.good("HEL"), "early-eof-accepted", "--message hello", fin);
  }

  private static final ScriptedServer.Script FIN_AND_WAIT =
      socket -> {
        ScriptedServer.read(socket, 6);
        socket.shutdownOutput();
        ScriptedServer.awaitEnd(socket);
      };

  @Test
  void eofSpin() throws Exception {
    check(Outcome.bad(), CORRECT, "--message hello", FIN_AND_WAIT);
    try (ScriptedServer server = ScriptedServer.start(FIN_AND_WAIT);
        RoleRun client = client("eof-spin", server, "--message hello --timeout 200ms")) {
      ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
      long id = client.threads().getFirst().threadId();
      Awaitility.await().until(() -> cpu.getThreadCpuTime(id) > Duration.ofMillis(300).toNanos());
      assertFalse(client.endsWithin(Duration.ZERO));
    }
  }

  @Test
  void eofHang() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(FIN_AND_WAIT);
        RoleRun client = client("eof-hang", server, "--message hello --timeout 100ms")) {
      assertFalse(client.endsWithin(A_WHILE));
    }
  }

  private static final ScriptedServer.Script RESET =
      socket -> {
        ScriptedServer.read(socket, 6);
        ScriptedServer.reset(socket);
      };

  @Test
  void resetHang() throws Exception {
    check(Outcome.bad(), CORRECT, "--message hello", RESET);
    try (ScriptedServer server = ScriptedServer.start(RESET);
        RoleRun client = client("reset-hang", server, "--message hello --timeout 100ms")) {
      assertFalse(client.endsWithin(A_WHILE));
    }
  }

  @Test
  void crash() throws Exception {
    assertEquals(
        new Exit.Signal(Exit.Signal.SIGPIPE), outcome("crash", "--message hello", RESET).exit());
  }

  @Test
  void noisyFailure() throws Exception {
    for (String mutant : List.of(CORRECT, "noisy-failure")) {
      try (ScriptedServer server = ScriptedServer.start(RESET);
          RoleRun client = client(mutant, server, "--message hello")) {
        assertEquals(FAILED, client.exit());
        assertEquals(mutant.equals("noisy-failure"), client.err().contains("\tat "), client::err);
        assertTrue(!mutant.equals(CORRECT) || client.err().lines().count() == 1, client::err);
      }
    }
  }

  private static final int BIG = 6 << 20;
  private static final int SMALL_BUFFER = 4096;

  /** Has a client send more than the kernel takes at once, and gives back what came. */
  private static String sentBy(String mutant) throws Exception {
    StringBuilder received = new StringBuilder();
    CountDownLatch firstSendReturned = new CountDownLatch(1);
    ScriptedServer.Script slow =
        socket -> {
          firstSendReturned.await();
          received.append(ScriptedServer.read(socket, BIG));
        };
    String message = positions();
    try (ScriptedServer server = ScriptedServer.startWithReceiveBuffer(SMALL_BUFFER, slow);
        RoleRun client =
            client(
                mutant,
                server,
                "--max-message 8MiB --timeout 10s --framing eof --message " + message)) {
      Awaitility.await().until(() -> server.hasReceived() && client.onlyPollsIn("StreamClient"));
      firstSendReturned.countDown();
      server.awaitScript();
      client.exit();
    }
    return received.toString();
  }

  /** A text in which every place is told apart from its neighbours. */
  private static String positions() {
    StringBuilder text = new StringBuilder(BIG);
    for (int i = 0; text.length() < BIG; i++) {
      text.append(i).append(',');
    }
    return text.substring(0, BIG);
  }

  @Test
  void shortSend() throws Exception {
    String message = positions();
    assertTrue(message.equals(sentBy(CORRECT)));
    String sent = sentBy("short-send");
    assertTrue(sent.length() < BIG && message.startsWith(sent), "" + sent.length());
  }

  @Test
  void resendOffset() throws Exception {
    String sent = sentBy("resend-offset");
    assertEquals(BIG, sent.length());
    assertFalse(positions().equals(sent));
  }

  @Test
  void writeDeadlock() throws Exception {
    ScriptedServer.Script readsOnlyWhatItCanAnswer =
        socket -> {
          socket.setSendBufferSize(SMALL_BUFFER);
          byte[] piece = new byte[SMALL_BUFFER];
          for (int n = socket.getInputStream().read(piece); n > 0; ) {
            socket.getOutputStream().write(piece, 0, n);
            n = socket.getInputStream().read(piece);
          }
        };
    String message = "A".repeat(BIG);
    String options = "--max-message 8MiB --framing eof --message " + message;
    ScriptedServer.Script tolerant =
        socket -> {
          try {
            readsOnlyWhatItCanAnswer.serve(socket);
          } catch (IOException e) {
            // The mutant gives up and closes.
          }
        };
    for (String mutant : List.of(CORRECT, "write-deadlock")) {
      try (ScriptedServer server = ScriptedServer.startWithReceiveBuffer(SMALL_BUFFER, tolerant)) {
        boolean correct = mutant.equals(CORRECT);
        Outcome expected = correct ? Outcome.good(message) : Outcome.bad();
        String timeout = " --timeout " + (correct ? "10s" : "500ms");
        assertTrue(expected.equals(outcome(mutant, options + timeout, server)), mutant);
      }
    }
    check(Outcome.good("HELLO"), "write-deadlock", "--framing eof --message HELLO", tolerant);
  }

  @Test
  void noDeadline() throws Exception {
    ScriptedServer.Script drips =
        socket -> {
          ScriptedServer.read(socket, 6);
          try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            var dripping =
                timer.scheduleAtFixedRate(() -> drip(socket), 0, 20, TimeUnit.MILLISECONDS);
            ScriptedServer.awaitEnd(socket);
            dripping.cancel(false);
          }
        };
    String options = "--message hello --timeout 150ms";
    assertEquals(Outcome.bad(), outcome(CORRECT, options, drips));
    try (ScriptedServer server = ScriptedServer.start(drips);
        RoleRun client = client("no-deadline", server, options)) {
      assertFalse(client.endsWithin(A_WHILE));
    }
  }

  private static void drip(java.net.Socket socket) {
    try {
      socket.getOutputStream().write('A');
    } catch (IOException e) {
      // The client has left.
    }
  }
}
