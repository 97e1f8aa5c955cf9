package sockproof.proxy.relay;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/**
 * A small window lets a sender put something into its buffer, and less than the messages of 1 MB
 * with which the suites and checks overfill it, whatever the machine's loopback has been through.
 */
final class SmallWindowTest {
  private static final int OVERFILLING_BYTES = 1_000_000;
  private static final int ARGUMENT_BYTES = 100_000;

  @Test
  void theRoomIsMeasured() throws IOException {
    int bytes = SmallWindow.roomBytes(InetAddress.getLoopbackAddress());
    assertTrue(bytes >= 4096, () -> bytes + " bytes");
    assertTrue(bytes < OVERFILLING_BYTES, () -> bytes + " bytes");
  }

  /** Less than the longest argument of a program, 128 KiB (MAX_ARG_STRLEN in execve(2)). */
  @Test
  void toAFreshAddressItIsSmall() throws IOException {
    int bytes = SmallWindow.roomBytes(FreshLoopback.next());
    assertTrue(bytes >= 4096, () -> bytes + " bytes");
    assertTrue(bytes < ARGUMENT_BYTES, () -> bytes + " bytes");
  }

  @Test
  void noAddressIsGivenTwice() {
    InetAddress first = FreshLoopback.next();
    assertTrue(first.isLoopbackAddress());
    assertNotEquals(first, FreshLoopback.next());
  }
}
