package sockproof.reference.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.reference.Exit;
import sockproof.reference.RoleRun;
import sockproof.reference.net.RawFragments;

/** Provokes each bug of a datagram server; the correct server is put through the same. */
class DatagramServerMutantTest {
  private static final String CORRECT = "";
  private static final Duration A_WHILE = Duration.ofMillis(300);
  private static final Exit FAILED = new Exit.Status(1);

  private static RoleRun server(String mutant, String... options) {
    List<String> args = new ArrayList<>(List.of("udp-server", "--port", "0"));
    args.addAll(Arrays.asList(options));
    if (!mutant.equals(CORRECT)) {
      args.addAll(List.of("--mutant", mutant));
    }
    return RoleRun.start(args.toArray(String[]::new));
  }

  @Test
  void truncation() throws Exception {
    try (RoleRun correct = server(CORRECT);
        RoleRun mutant = server("datagram-truncated");
        UdpPeer client = UdpPeer.at("127.0.0.1")) {
      for (int size : new int[] {512, 513, 65_507}) {
        client.send("a".repeat(size), correct.listening());
        assertEquals("A".repeat(size), client.receive());
        client.send("a".repeat(size), mutant.listening());
        assertEquals("A".repeat(Math.min(size, 512)), client.receive());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"'', empty-datagram-ends", "caf\u00e9, bad-input-kills"})
  void onlyTheMutantDies(String bad, String id) throws Exception {
    try (RoleRun correct = server(CORRECT);
        RoleRun mutant = server(id);
        UdpPeer client = UdpPeer.at("127.0.0.1")) {
      client.send(bad, correct.listening());
      if (!bad.isEmpty()) {
        assertEquals("error: the message is not ASCII: byte 0xE9 at offset 3", client.receive());
      }
      client.send("again", correct.listening());
      assertEquals("AGAIN", client.receive());
      client.send(bad, mutant.listening());
      assertEquals(FAILED, mutant.exit());
    }
  }

  @ParameterizedTest
  @CsvSource({"'', ONE, TWO", "reply-to-wrong-client, (nothing), ONE"})
  void twoClients(String id, String atOne, String atTwo) throws Exception {
    try (RoleRun server = server(id);
        UdpPeer one = UdpPeer.at("127.0.0.1");
        UdpPeer two = UdpPeer.at("127.0.0.1")) {
      InetSocketAddress address = server.listening();
      one.send("one", address);
      two.send("two", address);
      assertEquals(atTwo, two.receive());
      assertEquals(atOne, id.equals(CORRECT) ? one.receive() : one.receiveWithin(A_WHILE));
    }
  }

  @ParameterizedTest
  @CsvSource({"'', 127.0.0.2", "wrong-source-reply, 127.0.0.1"})
  void sourceOfTheReply(String id, String source) throws Exception {
    try (RoleRun server = server(id, "--host", "");
        UdpPeer client = UdpPeer.at("127.0.0.1");
        UdpPeer there = UdpPeer.at("127.0.0.2")) {
      int port = server.listening().getPort();
      client.send("hello", new InetSocketAddress(there.address().getAddress(), port));
      assertEquals("HELLO", client.receive());
      assertEquals(source, client.lastSource().getAddress().getHostAddress());
    }
  }

  @ParameterizedTest
  @CsvSource({"'', 5", "reply-loop, 50"})
  void replyLoop(String id, int replies) throws Exception {
    try (RoleRun server = server(id);
        UdpPeer other = UdpPeer.at("127.0.0.1")) {
      other.send("hello", server.listening());
      int received = 0;
      // Another server would answer an answer with itself.
      while (received < 50 && other.receiveWithin(A_WHILE).equals("HELLO")) {
        received++;
        other.reply("HELLO");
      }
      assertEquals(replies, received);
    }
  }

  @Test
  void uppercaseTextIsAnswered() throws Exception {
    try (RoleRun server = server(CORRECT);
        UdpPeer client = UdpPeer.at("127.0.0.1")) {
      for (int i = 0; i < 50; i++) {
        client.send("MESSAGE " + i, server.listening());
        assertEquals("MESSAGE " + i, client.receive());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"''", "no-fragments"})
  void fragments(String id) throws Exception {
    Assumptions.assumeTrue(RawFragments.isPermitted(), "raw sockets need CAP_NET_RAW");
    try (RoleRun server = server(id);
        UdpPeer client = UdpPeer.at("127.0.0.1")) {
      byte[] request = "a".repeat(3000).getBytes(StandardCharsets.US_ASCII);
      RawFragments.send(client.address(), server.listening(), request, 1480, client.port());
      if (id.equals(CORRECT)) {
        assertEquals("A".repeat(3000), client.receive());
      } else {
        assertEquals(UdpPeer.NOTHING, client.receiveWithin(A_WHILE));
      }
      client.send("whole", server.listening());
      assertEquals("WHOLE", client.receive());
    }
  }
}
