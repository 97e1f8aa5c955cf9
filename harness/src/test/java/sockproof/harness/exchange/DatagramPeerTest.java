package sockproof.harness.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
    "EACH_TRY, aabca, AABCA",
    "EACH_TRY, aaabc, AAABC",
  })
  void everyReplyComesAtLast(Holding holding, String asked, String answered) throws Exception {
    assertEquals(answered, talk(holding, asked, answered.length()));
  }

  /** What has come before anything else is asked. */
  @ParameterizedTest
  @CsvSource({"NONE, aa, AA", "FIRST_REPLY, aa, A", "EACH_TRY, aab, AAB"})
  void onlyWhatIsHeldComesLate(Holding holding, String asked, String answered) throws Exception {
    assertEquals(answered, talk(holding, asked, answered.length()));
  }

  private static String talk(Holding holding, String asked, int replies) throws Exception {
    Exchange exchange =
        Situations.clients("udp").exchange("a").withPeer(PeerSettings.holding(holding));
    StringBuilder heard = new StringBuilder();
    try (DatagramPeer peer = DatagramPeer.start(exchange, exchange.dialogue(), Path.of("/"));
        DatagramSocket client = new DatagramSocket()) {
      Endpoint.Udp at = (Endpoint.Udp) peer.endpoint();
      SocketAddress server = new InetSocketAddress(at.host(), at.port());
      for (byte letter : asked.getBytes(StandardCharsets.US_ASCII)) {
        client.send(new DatagramPacket(new byte[] {letter}, 1, server));
      }
      while (heard.length() < replies) {
        DatagramPacket reply = new DatagramPacket(new byte[100], 100);
        client.receive(reply);
        heard.append(new String(reply.getData(), 0, reply.getLength(), StandardCharsets.US_ASCII));
      }
    }
    return heard.toString();
  }
}
