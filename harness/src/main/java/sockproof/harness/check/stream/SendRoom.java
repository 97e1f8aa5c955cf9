package sockproof.harness.check.stream;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.relay.SmallWindow;

/**
 * How much a sender's kernel takes before a small window holds it up. On Linux that depends on what
 * the machine has been through: a new TCP connection gets room for three times as many segments as
 * those of earlier connections to the same address were reordered by (tcp_metrics), which on
 * loopback has been seen to come to 0.4 MB and may come to 2 MB.
 */
final class SendRoom {
  private static @Nullable Integer tcpBytes;

  private SendRoom() {}

  /**
   * What a TCP sender's kernel takes, in bytes; 0 where that cannot be found out. It is measured
   * once in the life of the process. (Not while a class is initialized: virtual threads that wait
   * for that hold the processors that the measurement needs.)
   */
  static synchronized int tcpBytes() {
    if (tcpBytes == null) {
      tcpBytes = measure();
    }
    return tcpBytes;
  }

  private static int measure() {
    try {
      return SmallWindow.roomBytes();
    } catch (IOException | KernelException e) {
      return 0; // The usual sizes have to do.
    }
  }
}
