package sockproof.reference.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;

/** A server that is bound and can serve. */
public interface Service extends Closeable {
  /** The address, with the port that was picked. */
  SocketAddress address();

  /**
   * Serves until this thread is interrupted, which throws {@link java.io.InterruptedIOException},
   * or until the server is closed. Everything is released when it returns.
   */
  void serve() throws IOException;
}
