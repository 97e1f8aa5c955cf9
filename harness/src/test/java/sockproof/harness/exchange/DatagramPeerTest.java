package sockproof.harness.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.harness.check.Situations;
import sockproof.harness.exchange.PeerSettings.Holding;
import sockproof.proxy.plan.Endpoint;

/** In which order Sockproof's own server answers. */
@Timeout(30)
final class DatagramPeerTest {
  @ParameterizedTest
  @CsvSource({
    "NONE, aabca, AABCA",
    "FIRST_REPLY, aabca, AABCA",
    "FIRST_REPLY, abca, ABCA",
    "EACH_TRY, aab, AAB",
    "EACH_TRY, aabca, AABCA",
    "EACH_TRY, aaabc, AAABC",
  })
  void everyReplyComesAtLast(Holding holding, String asked, String answered) throws Exception {
    assertEquals(answered, talk(holding, asked, answered.length()));
  }

  /** What has come when both tries were heard and nothing else was asked. */
  @ParameterizedTest
  @CsvSource({"NONE, AA", "FIRST_REPLY, A", "EACH_TRY, ''"})
  void whatIsHeldDoesNotComeBefore(Holding holding, String answered) throws Exception {
    Exchange exchange = exchange(holding);
    try (DatagramPeer peer = DatagramPeer.start(exchange, exchange.dialogue(), Path.of("/"));
        DatagramSocket client = new DatagramSocket()) {
      ask(client, peer, "aa".getBytes(StandardCharsets.US_ASCII));
      // No message, so it releases nothing; when it was heard the others have been answered.
      ask(client, peer, new byte[] {(byte) 0xff});
      Awaitility.await().until(() -> peer.requests().size() == 3);
      StringBuilder heard = new StringBuilder();
      client.setSoTimeout(1);
      try {
        while (true) {
          heard.append(answer(client));
        }
      } catch (SocketTimeoutException e) {
        assertEquals(answered, heard.toString());
      }
    }
  }

  private static Exchange exchange(Holding holding) {
    return Situations.clients("udp").exchange("a").withPeer(PeerSettings.holding(holding));
  }

  private static void ask(DatagramSocket client, DatagramPeer peer, byte[] letters)
      throws IOException {
    Endpoint.Udp at = (Endpoint.Udp) peer.endpoint();
    for (byte letter : letters) {
      SocketAddress server = new InetSocketAddress(at.host(), at.port());
      client.send(new DatagramPacket(new byte[] {letter}, 1, server));
    }
  }

  private static String answer(DatagramSocket client) throws IOException {
    DatagramPacket reply = new DatagramPacket(new byte[100], 100);
    client.receive(reply);
    return new String(reply.getData(), 0, reply.getLength(), StandardCharsets.US_ASCII);
  }

  private static String talk(Holding holding, String asked, int replies) throws Exception {
    Exchange exchange = exchange(holding);
    StringBuilder heard = new StringBuilder();
    try (DatagramPeer peer = DatagramPeer.start(exchange, exchange.dialogue(), Path.of("/"));
        DatagramSocket client = new DatagramSocket()) {
      ask(client, peer, asked.getBytes(StandardCharsets.US_ASCII));
      while (heard.length() < replies) {
        heard.append(answer(client));
      }
    }
    return heard.toString();
  }
}
