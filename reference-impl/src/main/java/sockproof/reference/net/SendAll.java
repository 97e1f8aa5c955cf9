package sockproof.reference.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Sends every byte: POSIX {@code send()} may take fewer than it is given. */
public final class SendAll {
  private SendAll() {}

  /**
   * Sends what remains in the buffer, waiting whenever the kernel takes no more.
   *
   * @throws DeadlineException where some of it could not be sent in time; the buffer's position
   *     says how much was
   */
  public static void send(StreamSocket socket, ByteBuffer bytes, Deadline deadline)
      throws IOException {
    while (bytes.hasRemaining()) {
      if (socket.write(bytes) == 0 && socket.await(StreamSocket.WRITE, deadline) == 0) {
        throw new DeadlineException(
            bytes.remaining() + " of " + bytes.limit() + " bytes could not be sent in time");
      }
    }
  }
}
