package sockproof.reference.mutant.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import sockproof.reference.net.StreamSocket;
import sockproof.reference.stream.StreamSteps;

/** Calls send() once and takes it that all was sent. */
final class ShortSend extends StreamSteps {
  @Override
  public void write(StreamSocket socket, ByteBuffer from) throws IOException {
    super.write(socket, from);
    from.position(from.limit());
  }
}
