package sockproof.reference.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sockproof.reference.Exit;
import sockproof.reference.RoleRun;
import sockproof.reference.net.RawFragments;

/** Provokes each bug of a datagram client; the correct client is put through the same. */
class DatagramClientMutantTest {
  private static final String CORRECT = "";
  private static final String MATCHING = "udp-matching-client";
  private static final Duration A_WHILE = Duration.ofMillis(300);
  private static final Exit OK = new Exit.Status(0);
  private static final Exit FAILED = new Exit.Status(1);
  private static final String PATIENT = " --timeout 20s --retries 4";

  private static String[] args(String role, String mutant, String options) {
    List<String> args = new ArrayList<>(List.of(role));
    args.addAll(Arrays.asList(options.split(" ")));
    if (!mutant.equals(CORRECT)) {
      args.addAll(List.of("--mutant", mutant));
    }
    return args.toArray(String[]::new);
  }

  private static RoleRun client(String role, String mutant, UdpPeer server, String options) {
    return RoleRun.start(args(role, mutant, "--port " + server.port() + " " + options));
  }

  /** The replies that it printed, without their addresses. */
  private static List<String> replies(RoleRun client) {
    return client
        .out()
        .lines()
        .filter(line -> line.startsWith("reply"))
        .map(line -> line.substring(line.indexOf(": ") + 2))
        .toList();
  }

  private static void checkReplies(RoleRun client, String... expected) throws Exception {
    assertEquals(OK, client.exit(), client::err);
    assertEquals(List.of(expected), replies(client));
  }

  @ParameterizedTest
  @CsvSource({
    "udp-matching-client, '', none",
    "udp-matching-client, source-unchecked, both host port",
    "udp-matching-client, port-unchecked, port",
    "udp-matching-client, host-unchecked, host",
    "udp-client, '', both host port",
    "udp-connected-client, '', none"
  })
  void filters(String role, String mutant, String taken) throws Exception {
    for (String differing : List.of("both", "host", "port")) {
      try (UdpPeer server = UdpPeer.at("127.0.0.1");
          UdpPeer forger =
              switch (differing) {
                case "both" -> UdpPeer.at("127.0.0.2");
                case "host" -> UdpPeer.at("127.0.0.2", server.port());
                default -> UdpPeer.at("127.0.0.1");
              };
          RoleRun client = client(role, mutant, server, "--message a" + PATIENT)) {
        server.receive();
        forger.send("FORGED", server.lastSource());
        if (!role.equals("udp-connected-client")) {
          client.awaitOut("FORGED");
        }
        server.reply("A");
        checkReplies(client, taken.contains(differing) ? "FORGED" : "A");
        boolean told = client.out().contains("ignored \"FORGED\" from unexpected " + show(forger));
        assertEquals(role.equals(MATCHING) && !taken.contains(differing), told, client::out);
      }
    }
  }

  private static String show(UdpPeer peer) {
    return peer.address().getAddress().getHostAddress() + ":" + peer.port();
  }

  @Test
  void strayEndsWait() throws Exception {
    try (UdpPeer server = UdpPeer.at("127.0.0.1");
        UdpPeer forger = UdpPeer.at("127.0.0.2");
        RoleRun client = client(MATCHING, "stray-ends-wait", server, "--message a" + PATIENT)) {
      server.receive();
      forger.send("FORGED", server.lastSource());
      assertEquals(FAILED, client.exit());
      assertEquals(List.of(), replies(client));
    }
  }

  @ParameterizedTest
  @CsvSource({"'', A", "queued-before-connect, FORGED"})
  void queuedBeforeConnect(String mutant, String taken) throws Exception {
    Set<Integer> before = OwnUdpPorts.now();
    PipedOutputStream keyboard = new PipedOutputStream();
    try (UdpPeer server = UdpPeer.at("127.0.0.1");
        UdpPeer forger = UdpPeer.at("127.0.0.2");
        RoleRun client =
            RoleRun.startWithStream(
                new PipedInputStream(keyboard),
                args("udp-connected-client", mutant, "--port " + server.port() + PATIENT))) {
      Set<Integer> own = new HashSet<>(before);
      own.addAll(Set.of(server.port(), forger.port()));
      Awaitility.await().until(() -> !own.containsAll(OwnUdpPorts.now()));
      Set<Integer> bound = OwnUdpPorts.now();
      bound.removeAll(own);
      for (int port : bound) {
        forger.send("FORGED", new InetSocketAddress(server.address().getAddress(), port));
      }
      keyboard.write("a\n".getBytes(StandardCharsets.US_ASCII));
      keyboard.close();
      server.receive();
      server.reply("A");
      checkReplies(client, taken);
    }
  }

  @ParameterizedTest
  @CsvSource({"'', A B", "pending-not-removed, A A2"})
  void pendingNotRemoved(String mutant, String taken) throws Exception {
    try (UdpPeer one = UdpPeer.at("127.0.0.1");
        UdpPeer two = UdpPeer.at("127.0.0.1")) {
      String servers = "--server " + show(one) + " --server " + show(two) + " --message a";
      try (RoleRun client = RoleRun.start(args(MATCHING, mutant, servers + PATIENT))) {
        one.receive();
        two.receive();
        one.reply("A");
        one.reply("A2");
        client.awaitOut(": A");
        two.reply("B");
        checkReplies(client, taken.split(" "));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "udp-client, '', ONE TWO",
    "udp-connected-client, '', ONE TWO",
    "udp-matching-client, '', ONE TWO",
    "udp-matching-client, late-reply-desync, ONE TWO",
    "udp-client, duplicate-desync, ONE ONE",
    "udp-connected-client, duplicate-desync, ONE ONE",
    "udp-matching-client, duplicate-desync, ONE ONE"
  })
  void duplicates(String role, String mutant, String taken) throws Exception {
    try (UdpPeer server = UdpPeer.at("127.0.0.1");
        RoleRun client = client(role, mutant, server, "--message one --message two" + PATIENT)) {
      server.receive();
      server.reply("ONE");
      server.reply("ONE");
      assertEquals("two", server.receive());
      server.reply("TWO");
      checkReplies(client, taken.split(" "));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "udp-client, '', ONE TWO",
    "udp-connected-client, '', ONE TWO",
    "udp-matching-client, '', ONE TWO",
    "udp-matching-client, duplicate-desync, ONE TWO",
    "udp-client, late-reply-desync, ONE ONE",
    "udp-connected-client, late-reply-desync, ONE ONE",
    "udp-matching-client, late-reply-desync, ONE ONE"
  })
  void lateReplies(String role, String mutant, String taken) throws Exception {
    String options = "--message one --message two --timeout 12s --retries 4";
    try (UdpPeer server = UdpPeer.at("127.0.0.1");
        RoleRun client = client(role, mutant, server, options)) {
      server.receive();
      InetSocketAddress first = server.lastSource();
      assertEquals("one", server.receive());
      server.reply("ONE");
      assertEquals("two", server.receive());
      server.send("ONE", first);
      server.reply("TWO");
      checkReplies(client, taken.split(" "));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp-client", "udp-connected-client", MATCHING})
  void lossHang(String role) throws Exception {
    String options = "--message a --timeout 100ms";
    try (UdpPeer silent = UdpPeer.at("127.0.0.1");
        RoleRun correct = client(role, CORRECT, silent, options);
        RoleRun mutant = client(role, "loss-hang", silent, options)) {
      assertEquals(FAILED, correct.exit());
      assertTrue(correct.err().contains("no reply from 127.0.0.1:"), correct::err);
      assertFalse(mutant.endsWithin(A_WHILE));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp-client", "udp-connected-client", MATCHING})
  void noRetry(String role) throws Exception {
    try (UdpPeer server = UdpPeer.at("127.0.0.1")) {
      try (RoleRun correct = client(role, CORRECT, server, "--message a --timeout 6s")) {
        assertEquals("a", server.receive());
        assertEquals("a", server.receive(), "the same datagram again");
        server.reply("A");
        checkReplies(correct, "A");
      }
      try (RoleRun mutant = client(role, "no-retry", server, "--message a --timeout 300ms")) {
        assertEquals("a", server.receive());
        assertEquals(FAILED, mutant.exit());
        assertEquals(UdpPeer.NOTHING, server.receiveWithin(Duration.ofMillis(1)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp-client", "udp-connected-client", MATCHING})
  void truncation(String role) throws Exception {
    for (int size : new int[] {512, 513, 65_507}) {
      String reply = "A".repeat(size);
      assertEquals(reply, replyTaken(role, CORRECT, reply));
      String kept = "A".repeat(Math.min(size, 512));
      assertEquals(kept, replyTaken(role, "datagram-truncated", reply));
    }
  }

  private static String replyTaken(String role, String mutant, String reply) throws Exception {
    try (UdpPeer server = UdpPeer.at("127.0.0.1");
        RoleRun client = client(role, mutant, server, "--message a" + PATIENT)) {
      server.receive();
      server.reply(reply);
      assertEquals(OK, client.exit(), client::err);
      return replies(client).getFirst();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp-client", "udp-connected-client", MATCHING})
  void emptyDatagram(String role) throws Exception {
    String options = "--message a" + PATIENT;
    try (UdpPeer server = UdpPeer.at("127.0.0.1");
        RoleRun correct = client(role, CORRECT, server, options)) {
      server.receive();
      server.reply("");
      server.reply("A");
      checkReplies(correct, "A");
    }
    try (UdpPeer server = UdpPeer.at("127.0.0.1");
        RoleRun mutant = client(role, "empty-datagram-ends", server, options)) {
      server.receive();
      server.reply("");
      assertEquals(FAILED, mutant.exit());
    }
  }

  private static int freePort() throws IOException {
    try (UdpPeer peer = UdpPeer.at("127.0.0.1")) {
      return peer.port();
    }
  }

  @Test
  void icmpKills() throws Exception {
    String options = "--message a --timeout 10s --port " + freePort();
    try (RoleRun mutant = RoleRun.start(args("udp-connected-client", "icmp-kills", options))) {
      assertEquals(FAILED, mutant.exit());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp-client", "udp-connected-client", MATCHING})
  void serverComesUpLate(String role) throws Exception {
    int port = freePort();
    Set<Integer> before = OwnUdpPorts.now();
    String options = "--message a --timeout 10s --retries 6 --port " + port;
    try (RoleRun client = RoleRun.start(args(role, CORRECT, options))) {
      Awaitility.await().until(() -> !before.containsAll(OwnUdpPorts.now()));
      try (UdpPeer server = UdpPeer.at("127.0.0.1", port)) {
        server.receive();
        server.reply("A");
        checkReplies(client, "A");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp-client", "udp-connected-client", MATCHING})
  void fragments(String role) throws Exception {
    Assumptions.assumeTrue(RawFragments.isPermitted(), "raw sockets need CAP_NET_RAW");
    String reply = "A".repeat(3000);
    for (String mutant : List.of(CORRECT, "no-fragments")) {
      try (UdpPeer server = UdpPeer.at("127.0.0.1");
          RoleRun client = client(role, mutant, server, "--message a --retries 0 --timeout 1s")) {
        server.receive();
        RawFragments.send(
            server.address(),
            server.lastSource(),
            reply.getBytes(StandardCharsets.US_ASCII),
            1480,
            server.port());
        assertEquals(mutant.equals(CORRECT) ? OK : FAILED, client.exit(), client::err);
        assertEquals(mutant.equals(CORRECT) ? List.of(reply) : List.of(), replies(client));
      }
    }
  }
}
