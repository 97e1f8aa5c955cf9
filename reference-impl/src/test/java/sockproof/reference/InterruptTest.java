package sockproof.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An interrupt of its first thread ends a role promptly, whatever it is waiting for. */
class InterruptTest {
  private static final Exit INTERRUPTED = new Exit.Status(130);
  private static final Duration PROMPTLY = Duration.ofSeconds(3);

  @TempDir Path folder;

  /** A keyboard at which nobody sits; its reader notices no interrupt. */
  private static final class Nobody extends InputStream {
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public int read(byte[] bytes, int offset, int count) {
      return read();
    }

    @Override
    public int read() {
      reading.countDown();
      while (true) {
        try {
          ended.await();
          return -1;
        } catch (InterruptedException e) {
          // As a read from a terminal: it goes on.
        }
      }
    }
  }

  private static void interrupt(RoleRun run) throws InterruptedException {
    run.threads().getFirst().interrupt();
    assertTrue(run.endsWithin(PROMPTLY), "ends promptly");
    assertEquals(INTERRUPTED, run.exit(), run::err);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp-server", "udp-server", "chat-server"})
  void servers(String role) throws Exception {
    for (String place : List.of("--port 0", "--unix " + folder.resolve("s"))) {
      List<String> args = new ArrayList<>(List.of(role));
      args.addAll(List.of(place.split(" ")));
      try (RoleRun run = RoleRun.start(args.toArray(String[]::new))) {
        run.awaitOut("Listening");
        interrupt(run);
      }
    }
    assertEquals(0, folder.toFile().list().length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"udp-client", "udp-connected-client", "udp-matching-client", "tcp-client"})
  void clientsThatWaitForAMessage(String role) throws Exception {
    Nobody nobody = new Nobody();
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RoleRun run = RoleRun.startWithStream(nobody, role, "--port", "" + silent.getLocalPort())) {
      nobody.reading.await();
      interrupt(run);
      nobody.ended.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"udp-client", "udp-connected-client", "udp-matching-client", "tcp-client"})
  void clientsThatWaitForAReply(String role) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RoleRun run =
            RoleRun.start(
                role, "--port", "" + silent.getLocalPort(), "--message", "a", "--timeout", "60s")) {
      Thread main = run.threads().getFirst();
      Awaitility.await().until(() -> isWaiting(main));
      interrupt(run);
    }
  }

  private static boolean isWaiting(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getMethodName().equals("await")) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aServerWithAClientInTheMiddleOfAMessage() throws Exception {
    try (RoleRun run = RoleRun.start("tcp-server", "--port", "0");
        java.net.Socket client = new java.net.Socket()) {
      client.connect(run.listening());
      client.getOutputStream().write('a');
      Awaitility.await().until(() -> run.threads().size() == 2);
      interrupt(run);
      for (Thread thread : run.threads()) {
        assertTrue(thread.join(PROMPTLY), thread::toString);
      }
      assertEquals("", run.err());
    }
  }
}
