package sockproof.reference.mutant.stream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import sockproof.reference.net.StreamSocket;
import sockproof.reference.stream.StreamSteps;

/** After FIN it calls recv() again and again, which returns at once each time. */
final class EofSpin extends StreamSteps {
  @Override
  public void endOfInput(StreamSocket socket) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1);
    while (!Thread.currentThread().isInterrupted()) {
      socket.read(buffer.clear());
    }
    throw new InterruptedIOException("interrupted while spinning");
  }
}
