package sockproof.reference.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import sockproof.reference.Exit;
import sockproof.reference.RoleRun;
import sockproof.reference.message.Framing;
import sockproof.reference.message.MessageException;
import sockproof.reference.net.DeadlineException;
import sockproof.reference.peer.ReadResult;
import sockproof.reference.peer.ReadResult.Ended;
import sockproof.reference.peer.ReadResult.How;
import sockproof.reference.peer.ReadResult.Message;
import sockproof.reference.peer.UppercaseClient;

/** Provokes each bug of a stream server; the correct server is put through the same. */
class StreamServerMutantTest {
  private static final String CORRECT = "";
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration A_WHILE = Duration.ofMillis(300);
  private static final int BIG = 6 << 20;

  /** What a test does as a client of a running server. */
  private interface Play<T> {
    T with(RoleRun server, UppercaseClient client) throws Exception;
  }

  private static RoleRun server(String mutant, String options) {
    List<String> args = new ArrayList<>(List.of("tcp-server", "--port", "0"));
    args.addAll(Arrays.asList(options.split(" ")));
    if (!mutant.equals(CORRECT)) {
      args.addAll(List.of("--mutant", mutant));
    }
    return RoleRun.start(args.toArray(String[]::new));
  }

  private static UppercaseClient connect(RoleRun server, Framing framing) throws IOException {
    return UppercaseClient.connect(server.listening(), framing, LIMIT);
  }

  private static <T> T play(String mutant, String framing, Play<T> play) throws Exception {
    try (RoleRun server = server(mutant, "--framing " + framing);
        UppercaseClient client = connect(server, Framing.parse(framing))) {
      return play.with(server, client);
    }
  }

  /** Sends the pieces in lockstep and reads one reply. */
  private static Play<ReadResult> send(String... pieces) {
    return sendAndWait(LIMIT, pieces);
  }

  /** The same, where no reply is to be expected. */
  private static Play<ReadResult> sendInVain(String... pieces) {
    return sendAndWait(A_WHILE, pieces);
  }

  private static Play<ReadResult> sendAndWait(Duration wait, String... pieces) {
    return (server, client) -> {
      for (String piece : pieces) {
        sendPiece(client, server, piece);
      }
      return client.readReply(wait);
    };
  }

  private static void sendPiece(UppercaseClient client, RoleRun server, String piece)
      throws IOException {
    client.sendRaw(piece.getBytes(StandardCharsets.ISO_8859_1), LIMIT);
    InetSocketAddress local = (InetSocketAddress) client.local();
    Lockstep.awaitRead(local.getPort(), server.listening().getPort());
  }

  private static final ReadResult NONE = new Ended(How.TIMEOUT, "");

  @Test
  void singleRecv() throws Exception {
    assertEquals(new Message("HELLO"), play(CORRECT, "line", send("hel", "lo\n")));
    assertEquals(new Message("HEL"), play("single-recv", "line", send("hel", "lo\n")));
  }

  @Test
  void headerSplit() throws Exception {
    String whole = "\0\0\0\5hello";
    for (int at = 1; at < 9; at++) {
      Play<ReadResult> cut = send(whole.substring(0, at), whole.substring(at));
      assertEquals(new Message("HELLO"), play(CORRECT, "length-prefix", cut), "cut at " + at);
      // Zero bytes stand for the part of the prefix that was not there: an empty message.
      String mutant = at < 4 ? "error: the message is empty" : "HELLO";
      assertEquals(new Message(mutant), play("header-split", "length-prefix", cut), "at " + at);
    }
  }

  @Test
  void delimiterSplit() throws Exception {
    String whole = "hello\r\n";
    for (int at = 1; at < 7; at++) {
      Play<ReadResult> cut = send(whole.substring(0, at), whole.substring(at));
      assertEquals(new Message("HELLO"), play(CORRECT, "crlf", cut), "cut at " + at);
      if (at < 6) {
        assertEquals(new Message("HELLO"), play("delimiter-split", "crlf", cut), "cut at " + at);
      }
    }
  }

  @Test
  void delimiterSplitInside() throws Exception {
    assertEquals(NONE, play("delimiter-split", "crlf", sendInVain("hello\r", "\n")));
  }

  @Test
  void utf8Split() throws Exception {
    String whole = "a\u00c3\u00a9\n";
    for (int at = 1; at < 4; at++) {
      Play<ReadResult> cut = send(whole.substring(0, at), whole.substring(at));
      String utf8 = "line --charset utf-8";
      for (String mutant : List.of(CORRECT, "utf8-split")) {
        try (RoleRun server = server(mutant, "--framing " + utf8);
            UppercaseClient client = connect(server, new Framing.Line())) {
          boolean damaged = at == 2 && !mutant.equals(CORRECT);
          String expected = damaged ? "A\u00ef\u00bf\u00bd\u00ef\u00bf\u00bd" : "A\u00c3\u0089";
          assertEquals(new Message(expected), cut.with(server, client), mutant + at);
        }
      }
    }
  }

  /** Reads two replies. */
  private static Play<List<ReadResult>> two(Duration wait, String... pieces) {
    return (server, client) -> List.of(send(pieces).with(server, client), client.readReply(wait));
  }

  @Test
  void coalescedMessages() throws Exception {
    List<ReadResult> both = List.of(new Message("ONE"), new Message("TWO"));
    assertEquals(both, play(CORRECT, "line", two(LIMIT, "one\ntwo\n")));
    assertEquals(both, play("coalesced-messages", "line", two(LIMIT, "one\n", "two\n")));
    assertEquals(
        List.of(new Message("ONE"), NONE),
        play("coalesced-messages", "line", two(A_WHILE, "one\ntwo\n")));
  }

  @Test
  void exactBufferSize() throws Exception {
    for (int size : new int[] {1022, 1023, 1024, 2047}) {
      String whole = "a".repeat(size) + "\n";
      ReadResult reply = new Message("A".repeat(size));
      assertEquals(reply, play(CORRECT, "line", send(whole)));
      boolean hangs = size % 1024 == 1023;
      assertEquals(
          hangs ? NONE : reply,
          play("exact-buffer-size", "line", hangs ? sendInVain(whole) : send(whole)),
          "size " + size);
    }
  }

  @Test
  void messageTruncated() throws Exception {
    for (int size : new int[] {4096, 4097, 10_000}) {
      Play<ReadResult> whole = send("a".repeat(size) + "\n");
      assertEquals(new Message("A".repeat(size)), play(CORRECT, "line", whole));
      ReadResult kept = new Message("A".repeat(Math.min(size, 4096)));
      assertEquals(kept, play("message-truncated", "line", whole));
    }
  }

  /** Sends some text and FIN, and reads to the end. */
  private static Play<Ended> thenFin(String text) {
    return (server, client) -> {
      client.sendRaw(text.getBytes(StandardCharsets.ISO_8859_1), LIMIT);
      client.halfClose();
      return client.readToEnd(LIMIT);
    };
  }

  @Test
  void earlyEofAccepted() throws Exception {
    assertEquals(new Ended(How.FIN, ""), play(CORRECT, "line", thenFin("hel")));
    assertEquals(new Ended(How.FIN, "HEL\n"), play("early-eof-accepted", "line", thenFin("hel")));
    assertEquals(new Ended(How.FIN, "HEL"), play("early-eof-accepted", "fixed:5", thenFin("hel")));
    assertEquals(
        new Ended(How.FIN, "\0\0\0\3HEL"),
        play("early-eof-accepted", "length-prefix", thenFin("\0\0\0\5hel")));
  }

  @Test
  void eofSpin() throws Exception {
    assertEquals(new Ended(How.FIN, "HI\n"), play(CORRECT, "line", thenFin("hi\n")));
    try (RoleRun server = server("eof-spin", "");
        UppercaseClient client = connect(server, new Framing.Line())) {
      client.send("hi", LIMIT);
      client.halfClose();
      assertEquals(new Message("HI"), client.readReply(LIMIT));
      ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
      Awaitility.await().until(() -> server.threads().size() == 2);
      long id = server.threads().get(1).threadId();
      Awaitility.await().until(() -> cpu.getThreadCpuTime(id) > Duration.ofMillis(300).toNanos());
    }
  }

  @Test
  void eofHang() throws Exception {
    Play<Ended> inVain =
        (server, client) -> {
          client.send("hi", LIMIT);
          client.halfClose();
          assertEquals(new Message("HI"), client.readReply(LIMIT));
          return client.readToEnd(A_WHILE);
        };
    assertEquals(new Ended(How.TIMEOUT, ""), play("eof-hang", "line", inVain));
  }

  /** Resets one connection, and then tries another. */
  private static final Play<ReadResult> AFTER_RESET =
      (server, client) -> {
        client.send("hello", LIMIT);
        client.readReply(LIMIT);
        client.reset();
        server.awaitErr("reset the connection");
        return another(server, LIMIT);
      };

  private static ReadResult another(RoleRun server, Duration wait)
      throws IOException, MessageException {
    try (UppercaseClient second = connect(server, new Framing.Line())) {
      second.send("again", LIMIT);
      return second.readReply(wait);
    }
  }

  @Test
  void resetHang() throws Exception {
    assertEquals(new Message("AGAIN"), play(CORRECT, "line", AFTER_RESET));
    Play<ReadResult> afterReset =
        (server, client) -> {
          client.send("hello", LIMIT);
          client.readReply(LIMIT);
          client.reset();
          Awaitility.await().until(() -> another(server, A_WHILE).equals(NONE));
          return another(server, A_WHILE);
        };
    assertEquals(NONE, play("reset-hang", "line", afterReset));
  }

  @Test
  void crash() throws Exception {
    Play<Exit> afterReset =
        (server, client) -> {
          client.send("hello", LIMIT);
          client.readReply(LIMIT);
          client.reset();
          return server.exit();
        };
    assertEquals(new Exit.Signal(Exit.Signal.SIGPIPE), play("crash", "line", afterReset));
  }

  /** A text in which every place is told apart from its neighbours. */
  private static String positions() {
    StringBuilder text = new StringBuilder(BIG);
    for (int i = 0; text.length() < BIG; i++) {
      text.append(i).append(',');
    }
    return text.substring(0, BIG);
  }

  /** Has a server send more than the kernel takes at once, and gives back what came. */
  private static String sentBy(String mutant) throws Exception {
    try (RoleRun server = server(mutant, "--framing eof --max-message 8MiB");
        UppercaseClient client =
            UppercaseClient.connect(
                server.listening(),
                new Framing.Eof(),
                LIMIT,
                OptionalInt.empty(),
                OptionalInt.of(1 << 16))) {
      client.send(positions(), LIMIT);
      client.halfClose();
      server.awaitOut("says");
      // The first send() is over before anything is read, so it was a partial one.
      Awaitility.await().until(() -> server.onlyPollsIn("ServerConnection"));
      Ended ended = client.readToEnd(LIMIT);
      assertEquals(How.FIN, ended.how());
      return ended.text();
    }
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
    String line = "a".repeat(9_999) + "\n";
    byte[] manyLines = line.repeat(1_000).getBytes(StandardCharsets.US_ASCII);
    Play<Ended> writesAllBeforeItReads =
        (server, client) -> {
          client.sendRaw(manyLines, LIMIT);
          client.halfClose();
          return client.readToEnd(LIMIT);
        };
    Ended all = play(CORRECT, "line", writesAllBeforeItReads);
    assertEquals(How.FIN, all.how());
    assertEquals(manyLines.length, all.text().length());
    Play<Boolean> writes =
        (server, client) -> {
          client.sendRaw(manyLines, Duration.ofSeconds(1));
          return true;
        };
    assertThrows(DeadlineException.class, () -> play("write-deadlock", "line", writes));
  }

  @Test
  void halfCloseDropsReply() throws Exception {
    assertEquals(new Ended(How.FIN, "HI\n"), play(CORRECT, "line", thenFin("hi\n")));
    assertEquals(new Ended(How.FIN, ""), play("half-close-drops-reply", "line", thenFin("hi\n")));
  }

  @Test
  void unreadDataReset() throws Exception {
    assertEquals(new Ended(How.FIN, "HI\n"), play(CORRECT, "line", thenFin("hi\nrest")));
    assertEquals(
        new Ended(How.RESET, "HI\n"), play("unread-data-reset", "line", thenFin("hi\nrest")));
    assertEquals(new Ended(How.FIN, "HI\n"), play("unread-data-reset", "line", thenFin("hi\n")));
  }

  @Test
  void badInputKills() throws Exception {
    Play<ReadResult> badThenGood =
        (server, client) -> {
          client.send("caf\u00e9", LIMIT);
          client.readReply(LIMIT);
          return another(server, LIMIT);
        };
    assertEquals(new Message("AGAIN"), play(CORRECT, "line", badThenGood));
    Play<Exit> bad =
        (server, client) -> {
          client.send("caf\u00e9", LIMIT);
          return server.exit();
        };
    assertEquals(new Exit.Status(1), play("bad-input-kills", "line", bad));
  }

  @Test
  void oneClientBlocks() throws Exception {
    assertEquals(
        new Message("AGAIN"), play(CORRECT, "line", (server, _) -> another(server, LIMIT)));
    assertEquals(NONE, play("one-client-blocks", "line", (server, _) -> another(server, A_WHILE)));
  }
}
