package sockproof.reference.mutant.stream;

import java.io.IOException;
import sockproof.reference.net.StreamSocket;
import sockproof.reference.stream.StreamSteps;

/** Never notices FIN: the connection stays open and nothing happens any more. */
final class EofHang extends StreamSteps {
  @Override
  public void endOfInput(StreamSocket socket) throws IOException {
    Parking.untilInterrupted();
  }
}
