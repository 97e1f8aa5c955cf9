package sockproof.proxy.relay;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * A small window lets a sender put something into its buffer, and less than the messages of 1 MB
 * with which the suites and checks overfill it, whatever the machine's loopback has been through.
 */
final class SmallWindowTest {
  private static final int OVERFILLING_BYTES = 1_000_000;

  @Test
  void theRoomIsMeasured() throws IOException {
    int bytes = SmallWindow.roomBytes();
    assertTrue(bytes >= 4096, () -> bytes + " bytes");
    assertTrue(bytes < OVERFILLING_BYTES, () -> bytes + " bytes");
  }
}
