package sockproof.reference.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Receives a known number of bytes: POSIX {@code recv()} may return fewer than were asked for. */
public final class RecvAll {
  private RecvAll() {}

  /**
   * Fills the buffer.
   *
   * @throws DeadlineException where it was not full in time
   * @throws ExchangeException where the stream ended first; the buffer's position says how much
   *     came
   */
  public static void receive(StreamSocket socket, ByteBuffer into, Deadline deadline)
      throws IOException {
    while (into.hasRemaining()) {
      int count = socket.read(into);
      if (count < 0) {
        throw new ExchangeException(
            "the stream ended after " + into.position() + " of " + into.limit() + " bytes");
      }
      if (count == 0 && socket.await(StreamSocket.READ, deadline) == 0) {
        throw new DeadlineException(
            "only " + into.position() + " of " + into.limit() + " bytes came in time");
      }
    }
  }
}
