package sockproof.proxy.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sockproof.proxy.core.Bytes;

class CaptureFileTest {
  /** A disk with little room. */
  private static final class SmallDisk implements WritableByteChannel {
    private final int capacityBytes;
    private int usedBytes;

    SmallDisk(int capacityBytes) {
      this.capacityBytes = capacityBytes;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      if (usedBytes == capacityBytes) {
        throw new IOException("No space left on device");
      }
      int count = Math.min(from.remaining(), capacityBytes - usedBytes);
      from.position(from.position() + count);
      usedBytes += count;
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private static Bytes block(int lengthBytes) {
    return Bytes.of(ByteBuffer.allocate(lengthBytes).putInt(6).putInt(lengthBytes).array());
  }

  @Test
  void aFullDiskLeavesWholeBlocks() throws IOException {
    SmallDisk disk = new SmallDisk(1_000_000);
    List<Long> cuts = new ArrayList<>();
    try (CaptureFile file = new CaptureFile(disk, cuts::add)) {
      assertThrows(
          IOException.class,
          () -> {
            while (cuts.isEmpty()) {
              file.write(block(70_004));
            }
          });
    }
    assertEquals(List.of(14L * 70_004), cuts, "as many as fit, and nothing written afterwards");
    assertEquals(1_000_000, disk.usedBytes);
  }

  @Test
  void aBlockMayBeLongerThanWhatIsGathered() throws IOException {
    SmallDisk disk = new SmallDisk(1_000_000);
    try (CaptureFile file = new CaptureFile(disk, length -> {})) {
      file.write(block(100));
      file.write(block(300_000));
      assertEquals(300_100, disk.usedBytes);
      file.write(block(100));
    }
    assertEquals(300_200, disk.usedBytes);
  }
}
