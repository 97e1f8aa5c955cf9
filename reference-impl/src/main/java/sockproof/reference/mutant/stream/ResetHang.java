package sockproof.reference.mutant.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import sockproof.reference.net.StreamSocket;
import sockproof.reference.stream.StreamServerSteps;
import sockproof.reference.stream.StreamSteps;

/** Never notices a reset. A client waits for ever; a server, with one event loop, for everybody. */
final class ResetHang extends StreamServerSteps {
  private volatile boolean hanging;

  /** The steps of a client. */
  public static StreamSteps client() {
    return new StreamSteps() {
      @Override
      public void broken(IOException error) throws IOException {
        Parking.untilInterrupted();
      }
    };
  }

  @Override
  public StreamSteps connection() {
    return new StreamSteps() {
      @Override
      public int read(StreamSocket socket, ByteBuffer into) throws IOException {
        hangWithTheOthers();
        return super.read(socket, into);
      }

      @Override
      public void broken(IOException error) throws IOException {
        hanging = true;
        hangWithTheOthers();
      }
    };
  }

  @Override
  public void beforeAccept() throws IOException {
    hangWithTheOthers();
  }

  private void hangWithTheOthers() throws IOException {
    if (hanging) {
      Parking.untilInterrupted();
    }
  }
}
