package sockproof.proxy.relay;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A small window lets a sender put something into its buffer, and not without end. */
final class SmallWindowTest {
  private static final int LARGEST_SEND_BUFFER_BYTES = 16 * 1024 * 1024;

  @Test
  void theRoomIsMeasured() throws IOException {
    int bytes = SmallWindow.roomBytes();
    assertTrue(bytes >= 4096, () -> bytes + " bytes");
    assertTrue(bytes < LARGEST_SEND_BUFFER_BYTES, () -> bytes + " bytes");
  }
}
