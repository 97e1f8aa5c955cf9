package sockproof.reference.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import sockproof.reference.net.StreamSocket;

/** Bytes that wait until the kernel takes them, in order. */
final class OutputQueue {
  private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
  private long sizeBytes;

  void add(byte[] bytes) {
    if (bytes.length > 0) {
      waiting.add(ByteBuffer.wrap(bytes));
      sizeBytes += bytes.length;
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /** Sends what the kernel takes now. */
  void flush(StreamSocket socket, StreamSteps steps) throws IOException {
    while (!waiting.isEmpty()) {
      ByteBuffer oldest = waiting.element();
      int before = oldest.remaining();
      steps.write(socket, oldest);
      sizeBytes -= before - oldest.remaining();
      if (oldest.hasRemaining()) {
        return;
      }
      waiting.remove();
    }
  }
}
