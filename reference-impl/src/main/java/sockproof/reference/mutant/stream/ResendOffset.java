package sockproof.reference.mutant.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import sockproof.reference.net.StreamSocket;
import sockproof.reference.stream.StreamSteps;

/** After a partial send() it sends the right number of bytes, but from the beginning again. */
final class ResendOffset extends StreamSteps {
  @Override
  public void write(StreamSocket socket, ByteBuffer from) throws IOException {
    super.write(socket, from);
    int remaining = from.remaining();
    if (remaining > 0 && from.position() > 0) {
      from.position(0).limit(remaining);
    }
  }
}
