package sockproof.harness.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sockproof.harness.process.SubjectProcess;
import sockproof.proxy.plan.Endpoint;

/** The stray finds its socket on a machine that has many others. */
@Timeout(60)
final class StrayBeforeConnectTest {
  private static final int OTHERS = 2000;

  /** It starts fast, so that hardly any work can be seen of it. */
  private static final String BINDS_AND_WAITS =
      "socket(S, PF_INET, SOCK_DGRAM, 0); bind(S, sockaddr_in(0, INADDR_LOOPBACK));"
          + " recv(S, $stray, 100, 0); print $stray";

  private final List<DatagramChannel> others = new ArrayList<>();

  @BeforeEach
  void openOthers() throws IOException {
    for (int i = 0; i < OTHERS; i++) {
      DatagramChannel channel = DatagramChannel.open();
      others.add(channel);
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }
  }

  @AfterEach
  void closeOthers() throws IOException {
    for (DatagramChannel channel : others) {
      channel.close();
    }
  }

  @Test
  void aClientIsFoundBeforeItRests() throws Exception {
    List<Endpoint> servers = List.of(new Endpoint.Udp("127.0.0.1", 9));
    try (SubjectProcess client =
            SubjectProcess.start(
                List.of("perl", "-MSocket", "-e", BINDS_AND_WAITS),
                Map.of("PATH", System.getenv("PATH")),
                Path.of("/"));
        StrayBeforeConnect search =
            new StrayBeforeConnect(
                client, servers, () -> false, "a stray", Duration.ofSeconds(5))) {
      search.whileItStarts();
      assertTrue(client.awaitEnd(Duration.ofSeconds(20)), "nothing came to the client's socket");
      assertEquals("a stray", client.stdout());
    }
  }
}
