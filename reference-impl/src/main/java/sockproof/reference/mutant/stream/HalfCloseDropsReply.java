package sockproof.reference.mutant.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import sockproof.reference.net.Deadline;
import sockproof.reference.net.StreamSocket;
import sockproof.reference.stream.StreamSteps;

/**
 * Takes the client's FIN for the end of everything and drops the reply. It looks for more input,
 * for a short time, before it answers; a FIN right behind the request is noticed so.
 */
final class HalfCloseDropsReply extends StreamSteps {
  private static final Duration LOOK = Duration.ofMillis(50);

  private boolean finSeen;

  @Override
  public int read(StreamSocket socket, ByteBuffer into) throws IOException {
    int count = super.read(socket, into);
    Deadline looked = Deadline.after(LOOK);
    while (count > 0 && !finSeen && into.hasRemaining()) {
      if (looked.isOver() || socket.await(StreamSocket.READ, looked) == 0) {
        break;
      }
      finSeen = socket.read(into) < 0;
    }
    return count;
  }

  @Override
  public void write(StreamSocket socket, ByteBuffer from) throws IOException {
    if (finSeen) {
      from.position(from.limit());
    } else {
      super.write(socket, from);
    }
  }
}
