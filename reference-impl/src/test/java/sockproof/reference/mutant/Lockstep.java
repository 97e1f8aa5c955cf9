package sockproof.reference.mutant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** Sends pieces so that no two of them can meet in one recv(): the next when the last was read. */
final class Lockstep {
  private static final Path SOCKETS = Path.of("/proc/net/tcp");

  private Lockstep() {}

  static void send(Socket socket, String... pieces) throws IOException {
    socket.setTcpNoDelay(true);
    for (String piece : pieces) {
      socket.getOutputStream().write(piece.getBytes(StandardCharsets.ISO_8859_1));
      awaitRead(socket.getLocalPort(), socket.getPort());
    }
  }

  /** Waits until what the sender sent has been read by the receiver, both on IPv4 loopback. */
  static void awaitRead(int senderPort, int receiverPort) {
    Awaitility.await("the receiver reads")
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(Duration.ofSeconds(5))
        .until(
            () ->
                queue(senderPort, receiverPort, 0) == 0 && queue(receiverPort, senderPort, 1) == 0);
  }

  /** The tx_queue (0) or rx_queue (1) of the connected socket with these ports; 0 if it is gone. */
  private static long queue(int localPort, int remotePort, int which) {
    String local = String.format(":%04X", localPort);
    String remote = String.format(":%04X", remotePort);
    try {
      List<String> lines = Files.readAllLines(SOCKETS);
      return lines.stream()
          .map(line -> line.strip().split("\\s+"))
          .filter(fields -> fields[1].endsWith(local) && fields[2].endsWith(remote))
          .map(fields -> fields[4])
          .map(sizes -> which == 0 ? sizes.substring(0, 8) : sizes.substring(9))
          .mapToLong(size -> Long.parseLong(size, 16))
          .max()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
