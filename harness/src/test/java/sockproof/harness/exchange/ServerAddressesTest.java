package sockproof.harness.exchange;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sockproof.harness.check.Situations;
import sockproof.harness.process.SubjectProcess;
import sockproof.proxy.plan.Endpoint;

/** Addresses that a server under test can have at once. */
@Timeout(120)
final class ServerAddressesTest {
  private static final int PORTS = 2000;

  /** A process that is just being started holds all that this one has open for a moment. */
  @Test
  void aChosenPortIsFreeWhileOtherSubjectsAreStarted(@TempDir Path folder) throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Integer> starting =
        CompletableFuture.supplyAsync(
            () -> {
              int started = 0;
              while (!enough.get()) {
                SubjectProcess.start(List.of("/bin/true"), Map.of(), folder).close();
                started++;
              }
              return started;
            });
    try {
      for (int i = 0; i < PORTS; i++) {
        Endpoint.Tcp chosen =
            (Endpoint.Tcp)
                ServerAddresses.choose(Situations.servers("tcp").exchange("hello"), folder);
        try (ServerSocket server = new ServerSocket()) {
          server.bind(new InetSocketAddress(InetAddress.ofLiteral(chosen.host()), chosen.port()));
        }
      }
    } finally {
      enough.set(true);
    }
    assertNotEquals(0, starting.get());
  }
}
