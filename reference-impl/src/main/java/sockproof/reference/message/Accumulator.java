package sockproof.reference.message;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A growing run of bytes, bounded by whoever fills it. */
final class Accumulator {
  private static final int FIRST_CAPACITY = 256;

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int size;

  int size() {
    return size;
  }

  byte at(int index) {
    return bytes[index];
  }

  void add(byte value) {
    ensure(size + 1);
    bytes[size++] = value;
  }

  /** Takes {@code count} bytes from the piece. */
  void add(ByteBuffer piece, int count) {
    ensure(size + count);
    piece.get(bytes, size, count);
    size += count;
  }

  /** The bytes without the last {@code dropped}; the accumulator is empty afterwards. */
  byte[] take(int dropped) {
    byte[] taken = Arrays.copyOf(bytes, size - dropped);
    size = 0;
    if (bytes.length > 1 << 16) {
      bytes = new byte[FIRST_CAPACITY];
    }
    return taken;
  }

  private void ensure(int needed) {
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
    }
  }
}
