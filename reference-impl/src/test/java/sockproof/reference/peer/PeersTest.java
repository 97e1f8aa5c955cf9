package sockproof.reference.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;
import sockproof.reference.net.DeadlineException;
import sockproof.reference.net.ServiceListener.Ending;
import sockproof.reference.net.Transport;
import sockproof.reference.net.UsageException;
import sockproof.reference.peer.ReadResult.Ended;
import sockproof.reference.peer.ReadResult.How;
import sockproof.reference.peer.ReadResult.Message;
import sockproof.reference.stream.StreamSettings;

/** The servers and drivers that a harness plays, against each other and against plain sockets. */
class PeersTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration A_MOMENT = Duration.ofMillis(50);

  @TempDir Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static UppercaseClient connect(UppercaseServer server, String framing) throws Exception {
    return UppercaseClient.connect(server.address(), Framing.parse(framing), LIMIT);
  }

  private ServerConfig config(String transport, String framing) {
    Path path = folder.resolve("socket");
    return transport.equals("unix")
        ? ServerConfig.unix(path, Framing.parse(framing))
        : ServerConfig.tcp(Framing.parse(framing));
  }

  @ParameterizedTest
  @CsvSource({
    "tcp, line",
    "tcp, crlf",
    "tcp, fixed:5",
    "tcp, length-prefix",
    "unix, line",
    "unix, fixed:5"
  })
  void clientsSideBySide(String transport, String framing) throws Exception {
    try (UppercaseServer server = UppercaseServer.start(config(transport, framing))) {
      List<UppercaseClient> clients = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        clients.add(connect(server, framing));
      }
      for (UppercaseClient client : clients) {
        client.send("hello", LIMIT);
        client.send("again", LIMIT);
      }
      for (UppercaseClient client : clients) {
        assertEquals(new Message("HELLO"), client.readReply(LIMIT));
        assertEquals(new Message("AGAIN"), client.readReply(LIMIT));
        client.halfClose();
        assertEquals(new Ended(How.FIN, ""), client.readToEnd(LIMIT));
        client.close();
      }
      Awaitility.await().until(() -> server.log().endings().size() == 20);
      assertTrue(server.log().endings().stream().allMatch(e -> e.ending() == Ending.FIN));
      assertEquals(40, server.log().requests().size());
    }
    assertTrue(Files.notExists(folder.resolve("socket")));
  }

  @Test
  void endings() throws Exception {
    try (UppercaseServer server = UppercaseServer.start(config("tcp", "line"))) {
      try (UppercaseClient cut = connect(server, "line")) {
        cut.sendRaw(bytes("hel"), LIMIT);
        cut.halfClose();
        assertEquals(new Ended(How.FIN, ""), cut.readReply(LIMIT));
      }
      try (UppercaseClient reset = connect(server, "line")) {
        reset.send("hello", LIMIT);
        reset.readReply(LIMIT);
        reset.reset();
      }
      Awaitility.await().until(() -> server.log().endings().size() == 2);
      ServerLog.Ended first = server.log().endings().getFirst();
      assertEquals(Ending.CUT_SHORT, first.ending());
      assertEquals(3, first.heldBytes());
      assertEquals(Ending.RESET, server.log().endings().getLast().ending());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "unix"})
  void aMessageThatIsTooLongIsRefusedWithoutAReset(String transport) throws Exception {
    ServerConfig config = config(transport, "line");
    StreamSettings small =
        StreamSettings.of(new Framing.Line(), TextRules.ASCII).withMaxMessageBytes(10);
    try (UppercaseServer server = UppercaseServer.start(config.withStream(small));
        UppercaseClient client = connect(server, "line")) {
      client.sendRaw(bytes("a".repeat(200_000)), LIMIT);
      client.halfClose();
      String error = "error: the message is longer than 10 bytes\n";
      assertEquals(new Ended(How.FIN, error), client.readToEnd(LIMIT));
      Awaitility.await().until(() -> server.log().endings().size() == 1);
      assertEquals(Ending.REFUSED, server.log().endings().getFirst().ending());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "line, caf\u00e9\\n, error: the message is not ASCII: byte 0xE9 at offset 3",
    "line, \\n, error: the message is empty",
    "fixed:5, caf\u00e9s, error"
  })
  void afterABadMessageTheConversationGoesOn(String framing, String bad, String error)
      throws Exception {
    try (UppercaseServer server = UppercaseServer.start(config("tcp", framing));
        UppercaseClient client = connect(server, framing)) {
      client.sendRaw(bytes(bad.replace("\\n", "\n")), LIMIT);
      assertEquals(new Message(error), client.readReply(LIMIT));
      client.send("hello", LIMIT);
      assertEquals(new Message("HELLO"), client.readReply(LIMIT));
    }
  }

  @Test
  void uppercaseThatDoesNotFitIsAnError() throws Exception {
    ServerConfig config = config("tcp", "fixed:3").withText(TextRules.UTF_8);
    try (UppercaseServer server = UppercaseServer.start(config);
        UppercaseClient client = connect(server, "fixed:3")) {
      // U+0149 has two bytes, its uppercase form three.
      client.sendRaw(bytes("\u00c5\u0089a"), LIMIT);
      assertEquals(new Message("err"), client.readReply(LIMIT));
    }
  }

  @Test
  void whatADriverReads() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        UppercaseClient client =
            UppercaseClient.connect(plain.getLocalSocketAddress(), new Framing.Line(), LIMIT);
        java.net.Socket socket = plain.accept()) {
      socket.getOutputStream().write(bytes("ONE\nTWO\nTHR"));
      assertEquals(new Message("ONE"), client.readReply(LIMIT));
      assertEquals(new Message("TWO"), client.readReply(LIMIT));
      assertEquals(new Ended(How.TIMEOUT, "THR"), client.readReply(A_MOMENT));
      socket.getOutputStream().write(bytes("EE\nmore"));
      assertEquals(new Message("THREE"), client.readReply(LIMIT));
      socket.getOutputStream().write(bytes(" and more"));
      socket.shutdownOutput();
      assertEquals(new Ended(How.FIN, "more and more"), client.readToEnd(LIMIT));
    }
  }

  @Test
  void aDriverSeesAResetAndStopsSendingInTime() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        UppercaseClient client =
            UppercaseClient.connect(
                plain.getLocalSocketAddress(),
                new Framing.Eof(),
                LIMIT,
                OptionalInt.of(4096),
                OptionalInt.of(4096));
        java.net.Socket socket = plain.accept()) {
      byte[] much = new byte[16 << 20];
      assertTrue(client.sendSome(much) < much.length);
      assertThrows(DeadlineException.class, () -> client.sendRaw(much, A_MOMENT));
      reset(socket);
      assertEquals(new Ended(How.RESET, ""), client.readReply(LIMIT));
    }
  }

  private static void reset(java.net.Socket socket) throws Exception {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Test
  void aTinySendBufferLosesNothing() throws Exception {
    try (UppercaseServer server =
            UppercaseServer.start(config("tcp", "eof").withReceiveBufferBytes(4096));
        UppercaseClient client =
            UppercaseClient.connect(
                server.address(),
                new Framing.Eof(),
                LIMIT,
                OptionalInt.of(4096),
                OptionalInt.of(4096))) {
      String text = "abcdefg".repeat(20_000);
      client.send(text, LIMIT);
      client.halfClose();
      assertEquals(new Message(TextRules.ASCII.uppercase(text)), client.readReply(LIMIT));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "unix"})
  void datagrams(String where) throws Exception {
    ServerConfig config =
        where.equals("unix")
            ? ServerConfig.unixDatagram(folder.resolve("socket"))
            : ServerConfig.udp().withListen(new InetSocketAddress(InetAddress.ofLiteral(where), 0));
    try (UppercaseServer server = UppercaseServer.start(config);
        UppercaseDatagramClient one = UppercaseDatagramClient.open(server.address());
        UppercaseDatagramClient two = UppercaseDatagramClient.open(server.address())) {
      one.send(bytes("one"), LIMIT);
      two.send(bytes("t".repeat(65_507)), LIMIT);
      assertEquals("ONE", text(one));
      assertEquals("T".repeat(65_507), text(two));
      assertTrue(one.receive(A_MOMENT).isEmpty());
      assertEquals(2, server.log().sources().size());
    }
    assertTrue(Files.notExists(folder.resolve("socket")));
  }

  private static String text(UppercaseDatagramClient client) throws Exception {
    byte[] payload = client.receive(LIMIT).orElseThrow().payload();
    return new String(payload, StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource({"TCP", "UDP", "UNIX", "UNIX_DATAGRAM"})
  void aClosedServerLeavesNothingBehind(Transport transport) throws Exception {
    List<Thread> threads = java.util.Collections.synchronizedList(new ArrayList<>());
    var address =
        transport == Transport.TCP || transport == Transport.UDP
            ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
            : UnixDomainSocketAddress.of(folder.resolve("socket"));
    ServerConfig config =
        ServerConfig.of(transport, address, new Framing.Line())
            .withThreads(
                work -> {
                  Thread thread = Thread.ofPlatform().daemon().unstarted(work);
                  threads.add(thread);
                  return thread;
                });
    UppercaseServer server = UppercaseServer.start(config);
    if (transport.isStream()) {
      try (UppercaseClient idle = connect(server, "line")) {
        idle.send("hello", LIMIT);
        idle.readReply(LIMIT);
        server.close();
        assertEquals(How.FIN, idle.readToEnd(LIMIT).how());
      }
    } else {
      server.close();
    }
    for (Thread thread : threads) {
      assertTrue(thread.join(LIMIT), thread::toString);
    }
    UppercaseServer.start(config.withListen(server.address())).close();
  }

  @Test
  void aSocketFileThatWasLeftBehindIsReplaced() throws Exception {
    Path path = folder.resolve("socket");
    try (var left =
        java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
      left.bind(UnixDomainSocketAddress.of(path));
    }
    assertTrue(Files.exists(path));
    UppercaseServer.start(ServerConfig.unix(path, new Framing.Line())).close();
    try (UppercaseServer server = UppercaseServer.start(ServerConfig.unixDatagram(path))) {
      assertThrows(
          UsageException.class, () -> UppercaseServer.start(ServerConfig.unixDatagram(path)));
      assertEquals(UnixDomainSocketAddress.of(path), server.address());
    }
  }
}
