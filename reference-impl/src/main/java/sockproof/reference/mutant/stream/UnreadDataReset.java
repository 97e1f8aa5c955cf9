package sockproof.reference.mutant.stream;

import java.io.IOException;
import sockproof.reference.net.StreamSocket;
import sockproof.reference.stream.StreamSteps;

/**
 * Closes without having read what came behind the request. The bytes were in fact read, to find the
 * end of the request, so the reset that the kernel would send is asked for.
 */
final class UnreadDataReset extends StreamSteps {
  @Override
  public void close(StreamSocket socket, int heldBytes) throws IOException {
    if (heldBytes > 0) {
      socket.reset();
    } else {
      super.close(socket, heldBytes);
    }
  }
}
